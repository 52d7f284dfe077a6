package faastrain.trace;

/**
 * How many times a model is usually trained on its data, for commands that need a number and are given none.
 *
 * @param epochs passes over the data set, E
 * @param source where the number comes from
 */
public record UsualEpochs(int epochs, String source) {
    public UsualEpochs {
        if (epochs < 1) {
            throw new IllegalArgumentException("a training has at least one epoch: " + epochs);
        }
    }
}
