package faastrain.report;

import faastrain.event.Incidents;
import faastrain.event.Phase;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.scenario.StartUpSource;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What happened to functions, in words. */
final class FunctionsText {
    private FunctionsText() {}

    /** Starts, new invocations, crashes and what they cost; empty where nothing of it happened or was simulated. */
    static Optional<String> paragraph(RunResult result) {
        double crashes = mean(result, Incidents::crashes);
        double serverCrashes = mean(result, Incidents::serverCrashes);
        double anew = mean(result, Incidents::reinvocations);
        double waiting = mean(result, Incidents::mostWaiting);
        boolean drawn = hasColdStarts(result.scenario().startUp().source());
        if (!drawn && crashes == 0 && serverCrashes == 0 && anew == 0 && waiting == 0) {
            return Optional.empty();
        }
        Table table = new Table().row("Functions", "in all");
        table.row("  run", Numbers.count(mean(result, Incidents::functions)));
        if (drawn) {
            row(table, "started cold", mean(result, Incidents::coldStarts));
            row(table, "started warm", mean(result, Incidents::warmStarts));
        }
        row(table, "waited for their turn at a time, at most", waiting);
        row(table, "invoked anew near the end of their lifetime", anew);
        row(table, "crashed", crashes);
        row(table, "crashes of a parameter server", serverCrashes);
        StringBuilder text = new StringBuilder(table.text(""));
        double again = result.mean(run -> run.breakdownSeconds().getOrDefault(Phase.RETRY, 0.0));
        if (again != 0) {
            text.append("  doing again what failed: ")
                    .append(Numbers.seconds(again))
                    .append(" s a worker\n");
        }
        double computed = result.mean(run -> run.learning().samplesComputed());
        double used = result.mean(run -> run.learning().samplesUsed());
        if (crashes + serverCrashes != 0 && computed != used) {
            text.append("  samples computed: ")
                    .append(Numbers.count(computed))
                    .append(", of which ")
                    .append(Numbers.count(used))
                    .append(" were used\n");
        }
        return Optional.of(text.toString());
    }

    /** Whether starts are cold or warm; otherwise all are alike. */
    private static boolean hasColdStarts(StartUpSource source) {
        return switch (source) {
            case DISTRIBUTION, TRACE -> true;
            case NONE, TABLE -> false;
        };
    }

    private static double mean(RunResult result, ToDoubleFunction<Incidents> quantity) {
        return result.mean((Replication run) -> quantity.applyAsDouble(run.incidents()));
    }

    private static void row(Table table, String what, double count) {
        if (count != 0) {
            table.row("  " + what, Numbers.count(count));
        }
    }
}
