package faastrain.trace;

/** The families of distributions that are fitted to what a computation takes over its mean. */
public enum ResidualFamily {
    /** exp(ln scale + shape·z), z standard normal. */
    LOGNORMAL("lognormal", "sigma", "median"),
    /** Density proportional to x^(shape − 1)·exp(−x/scale). */
    GAMMA("gamma", "shape", "scale"),
    /** Distribution 1 − exp(−(x/scale)^shape). */
    WEIBULL("Weibull", "shape", "scale");

    private final String title;
    private final String shapeName;
    private final String scaleName;

    ResidualFamily(String title, String shapeName, String scaleName) {
        this.title = title;
        this.shapeName = shapeName;
        this.scaleName = scaleName;
    }

    /** The family's name in messages. */
    public String title() {
        return title;
    }

    /** What the parameter that is kept when the distribution is rescaled to mean 1 is called. */
    public String shapeName() {
        return shapeName;
    }

    /** What the other parameter is called. */
    public String scaleName() {
        return scaleName;
    }
}
