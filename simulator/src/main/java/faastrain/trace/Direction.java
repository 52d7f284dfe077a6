package faastrain.trace;

/** The way of a transfer, as seen from the function. */
public enum Direction {
    /** From the function to the store. */
    UPLOAD("upload"),
    /** From the store to the function. */
    DOWNLOAD("download");

    private final String label;

    Direction(String label) {
        this.label = label;
    }

    /** The word in files. */
    public String label() {
        return label;
    }
}
