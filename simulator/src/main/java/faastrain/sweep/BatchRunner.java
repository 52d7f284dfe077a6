package faastrain.sweep;

import faastrain.event.TrainingFailedException;
import faastrain.experiment.Replications;
import faastrain.experiment.Setting;
import faastrain.experiment.StoppingRule;
import faastrain.random.Streams;
import faastrain.result.RunRecord;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the replications of a batch, wherever that is. */
public final class BatchRunner {
    private BatchRunner() {}

    /**
     * Runs what a batch lacks.
     *
     * @param setting of its point
     * @param rule how often the point is run
     * @param first the first replication, counted from 1
     * @param last the last that there may be
     * @param kept those that were run before, by replication
     * @param ran hears of each new run as soon as it ended
     */
    public static void run(
            Setting setting,
            StoppingRule rule,
            int first,
            int last,
            Map<Integer, RunRecord> kept,
            Consumer<RunRecord> ran) {
        Streams streams = new Streams(setting.scenario().seed());
        EnoughRuns enough = new EnoughRuns(rule);
        for (int replication = first; replication <= last; replication++) {
            RunRecord known = kept.get(replication);
            RunRecord run = known == null ? run(setting, streams, replication) : known;
            if (known == null) {
                ran.accept(run);
            }
            if (rule.mayStop() && enough.after(run)) {
                return;
            }
        }
    }

    private static RunRecord run(Setting setting, Streams streams, int replication) {
        try {
            return RunRecord.of(Replications.replication(setting, streams, replication - 1));
        } catch (TrainingFailedException failed) {
            return RunRecord.failed(replication, Objects.requireNonNull(failed.getMessage()));
        } catch (RuntimeException defect) {
            // One point's defect is no reason to lose the night.
            return RunRecord.failed(
                    replication,
                    "the simulator itself failed ("
                            + defect.getClass().getSimpleName()
                            + Optional.ofNullable(defect.getMessage())
                                    .map(words -> ": " + words)
                                    .orElse("")
                            + "); run this point with faastrain run --stacktrace and report it");
        }
    }
}
