package faastrain.scenario;

/**
 * Where something stands in an input.
 *
 * @param file the file as the user named it, or the option that carried the value (such as {@code --set})
 * @param line first line is 1; 0 when the whole file is meant
 * @param column first column is 1; 0 when the whole line is meant
 */
public record Place(String file, int line, int column) {

    /** The whole of {@code file}. */
    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    /** A whole line of {@code file}. */
    public static Place of(String file, int line) {
        return new Place(file, line, 0);
    }

    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
