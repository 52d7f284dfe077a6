package faastrain.report.chart;

/** The inputs of a chart are not what it needs; the message names the file and says what to do. */
public final class ChartInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error whose message is fit to be shown to a user as it is. */
    public ChartInputException(String message) {
        super(message);
    }

    ChartInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
