package faastrain.cli;

/** The entry point of the command {@code faastrain}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("FaasTrain");
    }
}
