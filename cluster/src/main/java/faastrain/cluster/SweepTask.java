package faastrain.cluster;

import faastrain.experiment.Setting;
import faastrain.experiment.StoppingRule;
import faastrain.scenario.ScenarioWriter;
import faastrain.sweep.Batch;
import faastrain.sweep.BatchRunner;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one task runs: batches, each with its point written out.
 *
 * @param parts the batches
 */
record SweepTask(ArrayList<Part> parts) implements Serializable {
    /**
     * A batch.
     *
     * @param scenario the resolved scenario of its point, as a file
     * @param inputs files that it names by path, by that path
     * @param hash of its point, in hexadecimal
     * @param first the first replication
     * @param last the last that there may be
     */
    record Part(String scenario, LinkedHashMap<String, String> inputs, String hash, int first, int last)
            implements Serializable {
        static Part of(Setting setting, Batch batch) {
            return new Part(
                    ScenarioWriter.resolved(setting.scenario()),
                    new LinkedHashMap<>(setting.inputs().texts()),
                    batch.point().ready().orElseThrow().hash().hex(),
                    batch.first(),
                    batch.last());
        }

        /** Another batch of the same point. */
        Part with(Batch batch) {
            return new Part(scenario, inputs, hash, batch.first(), batch.last());
        }
    }

    /** Runs all, on a machine of the cluster. */
    TaskRuns run(SharedTraces shared) {
        List<TaskRuns.Run> runs = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            Part batch = parts.get(part);
            int number = part;
            Setting setting = shared.setting(batch);
            BatchRunner.run(
                    setting,
                    StoppingRule.of(setting.scenario()),
                    batch.first(),
                    batch.last(),
                    Map.of(),
                    run -> runs.add(TaskRuns.Run.of(number, run)));
        }
        return new TaskRuns(new ArrayList<>(runs));
    }
}
