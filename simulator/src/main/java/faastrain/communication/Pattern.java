package faastrain.communication;

/**
 * The exchange of a round. Objects of a round are numbered from 0; every round writes each of them anew. Steps are
 * computed, not stored, so that a round of a million transfers needs no memory of its own.
 */
public interface Pattern {
    /** How many distinct objects a round writes. */
    int objects();

    /** How many steps a worker does in a round. */
    int steps(int worker);

    /** What a worker does as its step {@code index}, counted from 0. */
    Step step(int worker, int index);

    /** The object that the step is about. */
    int object(int worker, int index);
}
