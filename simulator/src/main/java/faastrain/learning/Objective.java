package faastrain.learning;

/** What is learnt: how a sample changes the parameters, and how good they are. It works on the parameters last shown. */
interface Objective {
    /** How the parameters are held. */
    FixedPoint numbers();

    /** The model before the training. */
    long[] start();

    /** Shows the parameters that what follows is to work on. */
    void show(long[] parameters);

    /**
     * Adds the contribution of every sample of a batch, each rounded by itself, to an update.
     *
     * @param step learning rate over the samples whose mean the gradient is
     */
    void contribute(Batch batch, double step, long[] update);

    /** Mean loss over the data set, added up in the order of its samples, and regularisation. */
    double loss();
}
