package faastrain.event;

import faastrain.model.Recovery;

/**
 * What fails. The engine asks once a function and once a request, in each worker's own order, so that one worker's draws
 * never shift another's.
 */
public interface Faults {
    /** Whether anything can fail. */
    boolean possible();

    /**
     * How long the function that a worker runs from now on will run until it crashes, s; infinite for never.
     *
     * @param now on the clock of the run
     */
    double crashAfterSeconds(int worker, double now);

    /** Is told that a worker's function has crashed, now. */
    void crashed(int worker, double now);

    /** Whether a worker's next request fails. */
    boolean requestFails(int worker, double now);

    /** When the parameter server crashes, on the clock of the run; infinite for never. */
    double serverCrashSeconds();

    /** What happens then. */
    Recovery recovery();

    /** Nothing fails. */
    Faults NONE = new Faults() {
        @Override
        public boolean possible() {
            return false;
        }

        @Override
        public double crashAfterSeconds(int worker, double now) {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public void crashed(int worker, double now) {
            // Nobody crashes.
        }

        @Override
        public boolean requestFails(int worker, double now) {
            return false;
        }

        @Override
        public double serverCrashSeconds() {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public Recovery recovery() {
            return Recovery.FAIL;
        }
    };
}
