package faastrain.event;

/**
 * How long functions take to start. The engine asks once a start, in each worker's own order, so that one worker's draws
 * never shift another's.
 */
public interface StartUps {
    /** Seconds from the moment at which there is room for it until the handler of a worker's function runs, in a new environment. */
    double coldSeconds(int worker);

    /** The same in an environment that an earlier function has left. */
    double warmSeconds(int worker);

    /** No start takes any time. */
    StartUps INSTANT = new StartUps() {
        @Override
        public double coldSeconds(int worker) {
            return 0;
        }

        @Override
        public double warmSeconds(int worker) {
            return 0;
        }
    };
}
