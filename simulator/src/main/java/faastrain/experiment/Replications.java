package faastrain.experiment;

import faastrain.event.Training;
import faastrain.event.TransferFactors;
import faastrain.model.Job;
import faastrain.random.Streams;
import faastrain.random.TransferFluctuation;
import faastrain.result.IterationRecord;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.WorkerRecord;
import faastrain.scenario.Fluctuation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Runs a setting as often as its scenario says. Replications share nothing and each draws from its own substreams, so
 * that they run on all cores and give the same result in any order.
 */
public final class Replications {
    private Replications() {}

    private record Run(Replication replication, List<IterationRecord> iterations, List<WorkerRecord> workers) {}

    /** Runs all replications and compares them with every closed form that applies. */
    public static RunResult run(Setting setting, String version) {
        Streams streams = new Streams(setting.scenario().seed());
        List<Run> runs = IntStream.range(0, setting.scenario().replications())
                .parallel()
                .mapToObj(replication -> run(setting, streams, replication))
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
        return new RunResult(
                version,
                setting.scenario(),
                setting.job(),
                warnings,
                setting.inputs(),
                replications,
                runs.get(0).iterations(),
                runs.get(0).workers(),
                List.of(),
                List.of(),
                List.of(),
                Comparisons.of(setting.scenario(), setting.job(), replications));
    }

    private static Run run(Setting setting, Streams streams, int replication) {
        Job job = setting.job();
        boolean first = replication == 0;
        TransferFactors factors = setting.scenario().fluctuation() == Fluctuation.MEASURED
                ? new TransferFluctuation(
                        job.storeLink(), job.link(), job.plan().workers(), streams, replication)
                : TransferFluctuation.ofRetriesOnly(job.plan().workers(), streams, replication);
        Collector collector = new Collector(job, first);
        Training training = new Training(job, factors, collector);
        double end = training.run();
        Replication result = collector.replication(replication + 1, end, training);
        return new Run(
                result, first ? collector.iterations() : List.of(), first ? collector.workers(training) : List.of());
    }
}
