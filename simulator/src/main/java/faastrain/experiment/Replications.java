package faastrain.experiment;

import faastrain.event.Training;
import faastrain.event.TrainingFailedException;
import faastrain.experiment.Collector.Details;
import faastrain.random.Streams;
import faastrain.result.Quantiles;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.Statistics;
import faastrain.scenario.PrecisionTarget;
import faastrain.scenario.Quantity;
import faastrain.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Runs a setting as often as its scenario asks for. Replications share nothing and each draws from its own substreams, so
 * that they run on all cores and give the same result in any order.
 */
public final class Replications {
    private Replications() {}

    /**
     * How many more replications are run at a time when it is open whether they are needed. What is run too much is thrown
     * away, so that this changes how long a run takes and never what it gives.
     */
    private static final int MORE = 32;

    private record Run(Replication replication, Optional<Details> details) {}

    /** How a replication went; empty when it was left out, as one before it had failed. */
    private record Outcome(Optional<Run> run, Optional<TrainingFailedException> failure) {}

    /**
     * Runs the replications and compares them with every closed form that applies. They are as many as the scenario says, or
     * the fewest with which its {@link StoppingRule} is content.
     *
     * @throws TrainingFailedException when one of them fails: the first in their order
     */
    public static RunResult run(Setting setting, String version) {
        StoppingRule rule = StoppingRule.of(setting.scenario());
        StoppingRule.Progress progress = rule.begin();
        List<Run> runs = runs(setting, rule, progress);
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
        if (!progress.isPrecise()) {
            warnings.add(imprecise(rule, progress));
        }
        if (progress.differ()) {
            Quantiles.warning(replications.size(), Statistics.QUANTILES).ifPresent(warnings::add);
        }
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

    /** The replications in their order, up to the first after which they are enough. */
    private static List<Run> runs(Setting setting, StoppingRule rule, StoppingRule.Progress progress) {
        Streams streams = new Streams(setting.scenario().seed());
        List<Run> taken = new ArrayList<>();
        while (!progress.isEnough()) {
            int from = taken.size();
            int to = from < rule.least() ? rule.least() : Math.min(rule.most(), from + MORE);
            for (Outcome outcome : outcomes(setting, streams, from, to)) {
                if (outcome.failure().isPresent()) {
                    throw outcome.failure().get();
                }
                Run run = outcome.run().orElseThrow();
                taken.add(run);
                progress.add(run.replication().timeSeconds(), run.replication().costUsd());
                if (progress.isEnough()) {
                    break;
                }
            }
        }
        return taken;
    }

    /** Replications on all cores. One that fails may be one too much, so that whoever takes them in order is to say so. */
    private static List<Outcome> outcomes(Setting setting, Streams streams, int from, int to) {
        AtomicInteger firstFailed = new AtomicInteger(Integer.MAX_VALUE);
        return IntStream.range(from, to)
                .parallel()
                .mapToObj(replication -> {
                    if (replication > firstFailed.get()) {
                        return new Outcome(Optional.empty(), Optional.empty());
                    }
                    try {
                        Run run = run(setting, streams, replication, replication == 0);
                        return new Outcome(Optional.of(run), Optional.empty());
                    } catch (TrainingFailedException failed) {
                        firstFailed.accumulateAndGet(replication, Math::min);
                        return new Outcome(Optional.empty(), Optional.of(failed));
                    }
                })
                .toList();
    }

    private static String imprecise(StoppingRule rule, StoppingRule.Progress progress) {
        List<String> reached = new ArrayList<>();
        if (rule.of() != PrecisionTarget.COST) {
            reached.add(percent(progress.timeHalfWidth()) + " of the mean time");
        }
        if (rule.of() != PrecisionTarget.TIME) {
            reached.add(percent(progress.costHalfWidth()) + " of the mean cost");
        }
        return "precision.half-width: " + Quantity.plain(rule.relativeHalfWidth()) + " is not reached with the "
                + progress.count() + " replications that precision.most allows: 95 % intervals reach "
                + String.join(" and ", reached) + " to either side";
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.2g %%", 100 * part);
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
