package faastrain.communication;

/**
 * The exchange of a round. Objects of a round are numbered from 0; every round writes each of them anew. Steps are
 * computed, not stored, so that a round of a million transfers needs no memory of its own.
 *
 * <p>An object has versions: it is complete in version v once it was written {@code v · contributors} times. In most
 * patterns a round makes one version of each object, and version and round are the same number.
 */
public interface Pattern {
    /** The equal parts that the exchanged parameters are cut into; every object is one of them. */
    int parts();

    /** How many distinct objects a round writes. */
    int objects();

    /** The part of the parameters that an object holds, counted from 0. */
    default int part(int object) {
        return 0;
    }

    /** The worker whose gradients an object holds, or -1 where it is merged or everybody writes it. */
    default int author(int object) {
        return -1;
    }

    /** How many writes make a version of an object complete: 1, or all workers' where a server adds them up. */
    default int contributors(int object) {
        return 1;
    }

    /** How many versions of an object a round makes. */
    default int versionsPerRound() {
        return 1;
    }

    /** How many steps a worker does in a round. */
    int steps(int worker);

    /** How many of them it does before it computes. */
    default int stepsBeforeCompute() {
        return 0;
    }

    /** What a worker does as its step {@code index}, counted from 0. */
    Step step(int worker, int index);

    /** The object that the step is about. */
    int object(int worker, int index);

    /**
     * The version of the object that the step makes or needs, counted within the round: its first is 1, and 0 is the last
     * of the round before. Steps whose round the protocol chooses ({@link Step#asksProtocol}) do not ask.
     */
    default int version(int worker, int index) {
        return 1;
    }

    /** An object that a reading step is counted for when it is begun, or -1. */
    default int counted(int worker, int index) {
        return -1;
    }

    /** The server that the step talks to, counted from 0; 0 where there is only one, or none. */
    default int server(int worker, int index) {
        return 0;
    }

    /** The object's key in the published code, bucket first, in a round counted from 1; for people and logs. */
    String key(int object, long round);
}
