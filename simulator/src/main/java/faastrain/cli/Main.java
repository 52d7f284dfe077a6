package faastrain.cli;

import faastrain.event.TrainingFailedException;
import faastrain.report.OutputException;
import faastrain.report.chart.ChartInputException;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Problem;
import faastrain.scenario.Suggestion;
import faastrain.sweep.EngineException;
import faastrain.sweep.StoreException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of the command {@code faastrain}. */
@Command(
        name = "faastrain",
        description =
                "Simulates distributed machine-learning training on serverless functions, event by event, beside the"
                        + " papers' own predictions.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            RunCommand.class,
            ValidateCommand.class,
            PredictCommand.class,
            CompareCommand.class,
            PlanCommand.class,
            SweepCommand.class,
            MergeCommand.class,
            ChartCommand.class,
            TraceCommand.class,
            ListCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        footer = {"", "Begin with: faastrain run scenarios/quickstart.yaml"})
public final class Main implements Runnable {
    /** Exit code when something failed that is not the user's input. */
    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "No messages; only the result and errors.")
    private boolean quiet;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "More messages.")
    private boolean verbose;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Show where in the program an error arose.")
    private boolean stackTrace;

    private Main() {}

    /** Whether messages are not wanted. */
    static boolean quiet(CommandSpec verb) {
        return ((Main) verb.root().userObject()).quiet;
    }

    /** Whether more messages are wanted. */
    static boolean verbose(CommandSpec verb) {
        return ((Main) verb.root().userObject()).verbose;
    }

    /** Runs a command line and exits with its code: 0 done, 1 failed, 2 wrong usage or input. */
    public static void main(String[] args) {
        StandardOutput standard = new StandardOutput();
        PrintWriter out = new PrintWriter(standard, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(out, err, args);
        boolean unwritten = out.checkError();
        standard.complaint().ifPresent(err::println);
        System.exit(unwritten && code == ExitCode.OK ? FAILED : code);
    }

    /**
     * Runs a command line.
     *
     * @param out where data goes
     * @param err where messages go
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(false);
        line.setExecutionExceptionHandler(Main::failed);
        line.setParameterExceptionHandler((exception, arguments) -> {
            CommandLine where = exception.getCommandLine();
            err.println("faastrain: " + wrongUsage(exception, where));
            err.println("See: " + where.getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE;
        });
        try {
            return line.execute(args);
        } catch (OutOfMemoryError tooLarge) {
            err.println(
                    "faastrain: the run needs more memory than Java may use; make it smaller (fewer epochs, workers or"
                            + " aggregators), or give it more, such as FAASTRAIN_JAVA_OPTIONS=-Xmx16g");
            return FAILED;
        }
    }

    private static String wrongUsage(ParameterException exception, CommandLine where) {
        List<String> unmatched =
                exception instanceof UnmatchedArgumentException wrong ? wrong.getUnmatched() : List.of();
        if (unmatched.isEmpty()) {
            return String.valueOf(exception.getMessage());
        }
        String first = unmatched.get(0);
        Set<String> known = first.startsWith("-")
                ? where.getCommandSpec().optionsMap().keySet()
                : where.getSubcommands().keySet();
        String what = first.startsWith("-") ? "no option \"" : known.isEmpty() ? "no place for \"" : "no verb \"";
        return "there is " + what + first + "\"" + Suggestion.didYouMean(first, known);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int failed(Exception exception, CommandLine line, ParseResult result) {
        PrintWriter err = line.getErr();
        int code = report(exception, err);
        if (((Main) line.getCommandSpec().root().userObject()).stackTrace) {
            exception.printStackTrace(err);
        } else if (code == FAILED && !isExplained(exception)) {
            err.println("This should not happen. Run it again with --stacktrace and report what it shows.");
        }
        err.flush();
        return code;
    }

    private static int report(Exception exception, PrintWriter err) {
        if (exception instanceof InvalidInputException invalid) {
            List<Problem> problems = invalid.problems();
            problems.forEach(err::println);
            return ExitCode.USAGE;
        }
        if (exception instanceof OutputException || exception instanceof ChartInputException) {
            err.println(exception.getMessage());
            return ExitCode.USAGE;
        }
        if (exception instanceof StoreException || exception instanceof EngineException) {
            err.println(exception.getMessage());
            return FAILED;
        }
        if (isSimulated(exception)) {
            err.println("faastrain: the simulated training fails: " + exception.getMessage());
            return FAILED;
        }
        err.println("faastrain: " + exception);
        return FAILED;
    }

    /** Whether an exception has its reason outside of the program: in what was simulated, in a disk, in a cluster. */
    private static boolean isExplained(Exception exception) {
        return isSimulated(exception) || exception instanceof StoreException || exception instanceof EngineException;
    }

    private static boolean isSimulated(Exception exception) {
        return exception instanceof TrainingFailedException;
    }

    /** Prints the version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"faastrain " + Context.version()};
        }
    }
}
