package faastrain.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code faastrain trace}: from measurements to profiles. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = "Makes profiles of measurements.",
        subcommands = TraceFitCommand.class)
final class TraceCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
