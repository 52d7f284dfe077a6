package faastrain.learning;

/** How a worker makes of its batches what it contributes to a round. */
sealed interface Algorithm permits GaSgd, MaSgd, Admm {
    /**
     * Whether what a worker contributes takes the place of what it contributed before; otherwise it is added to it.
     */
    boolean replaces();

    /**
     * A worker computes on a batch.
     *
     * @param stage where in its round the batch is
     * @param held the exchanged vector as the worker holds it
     * @param contribution of the round so far, all 0 before its first batch; overwritten
     */
    void compute(int worker, Stage stage, long[] held, Batch batch, long[] contribution);

    /** The loss of the model that an exchanged vector stands for. */
    double loss(long[] exchanged);

    /**
     * What a worker knows besides the exchanged vector is kept; nothing, unless an algorithm has it know more.
     *
     * @param finished whether all that it has contributed is in the exchanged vector; otherwise its last round is not kept
     */
    default void keep(int worker, boolean finished) {}

    /** A worker knows again what was kept last, or nothing. */
    default void restore(int worker) {}

    /** Where in a round a batch is. */
    enum Stage {
        /** The first batch of a round that is new. */
        NEW,
        /** The first batch of a round whose earlier batches are lost. */
        AGAIN,
        /** A later batch. */
        NEXT
    }
}
