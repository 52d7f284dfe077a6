package faastrain.experiment;

import faastrain.event.Training;
import faastrain.experiment.Collector.Details;
import faastrain.random.Streams;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.scenario.Quantity;
import faastrain.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs a setting as often as its scenario says. Replications share nothing and each draws from its own substreams, so
 * that they run on all cores and give the same result in any order.
 */
public final class Replications {
    private Replications() {}

    private record Run(Replication replication, Optional<Details> details) {}

    /** Runs all replications and compares them with every closed form that applies. */
    public static RunResult run(Setting setting, String version) {
        Streams streams = new Streams(setting.scenario().seed());
        List<Run> runs = IntStream.range(0, setting.scenario().replications())
                .parallel()
                .mapToObj(replication -> run(setting, streams, replication, replication == 0))
                .toList();
        List<Replication> replications = runs.stream().map(Run::replication).toList();
        List<String> warnings = new ArrayList<>(setting.warnings());
        double longest = replications.stream()
                .mapToDouble(Replication::longestFunctionSeconds)
                .max()
                .orElseThrow();
        if (longest > setting.lifetimeSeconds()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "a function runs %.0f s, longer than the %.0f s that one may live: the real one would be ended",
                    longest,
                    setting.lifetimeSeconds()));
        }
        addWhatNeverCame(setting.scenario(), replications, warnings);
        Details details = runs.get(0).details().orElseThrow();
        return new RunResult(
                version,
                setting.scenario(),
                setting.job(),
                warnings,
                setting.inputs(),
                replications,
                details.iterations(),
                details.workers(),
                details.convergence(),
                details.staleness(),
                details.timeline(),
                Comparisons.of(setting.scenario(), setting.job(), replications));
    }

    /** Warns of faults that the scenario tells to come at a time at which the training was over. */
    private static void addWhatNeverCame(Scenario scenario, List<Replication> replications, List<String> warnings) {
        Scenario.Faults faults = scenario.faults();
        if (faults.crashWorker().isPresent()
                && replications.stream().anyMatch(run -> run.incidents().crashes() == 0)) {
            warnings.add(
                    "the crash of worker " + faults.crashWorker().getAsInt() + " never came: its functions had ended"
                            + " before " + Quantity.plain(faults.crashSeconds().orElseThrow()) + " s");
        }
        if (faults.serverCrashSeconds().isPresent()
                && replications.stream().anyMatch(run -> run.incidents().serverCrashes() == 0)) {
            warnings.add("the crash of the parameter server never came: the training had ended before "
                    + Quantity.plain(faults.serverCrashSeconds().getAsDouble()) + " s");
        }
    }

    /**
     * One replication.
     *
     * @param replication counted from 0
     */
    public static Replication replication(Setting setting, Streams streams, int replication) {
        return run(setting, streams, replication, false).replication();
    }

    private static Run run(Setting setting, Streams streams, int replication, boolean first) {
        Collector collector = new Collector(setting.job(), first);
        Training training = new Training(setting.job(), setting.circumstances().of(streams, replication), collector);
        collector.follow(training);
        double end = training.run();
        return new Run(
                collector.replication(replication + 1, end),
                first ? Optional.of(collector.details()) : Optional.empty());
    }
}
