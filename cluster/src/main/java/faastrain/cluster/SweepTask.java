package faastrain.cluster;

import faastrain.experiment.Setting;
import faastrain.experiment.StoppingRule;
import faastrain.result.RunRecord;
import faastrain.scenario.ScenarioWriter;
import faastrain.sweep.Batch;
import faastrain.sweep.BatchRunner;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one task runs: batches, each with its point written out.
 *
 * @param parts the batches
 */
record SweepTask(ArrayList<Part> parts) implements Serializable {
    /**
     * A batch.
     *
     * @param point the number of its point
     * @param scenario the resolved scenario of its point, as a file
     * @param file the path that the scenario has among the shared files
     * @param hash of its point, in hexadecimal
     * @param first the first replication
     * @param last the last that there may be
     * @param kept runs of it that were made before
     */
    record Part(int point, String scenario, String file, String hash, int first, int last, ArrayList<SentRun> kept)
            implements Serializable {
        /** A batch of a point whose files are added to the shared ones. */
        static Part of(Setting setting, Batch batch, Map<Integer, RunRecord> kept, InputFiles files) {
            String resolved = ScenarioWriter.resolved(setting.scenario());
            return new Part(
                    batch.point().number(),
                    resolved,
                    files.add(setting, resolved),
                    batch.point().ready().orElseThrow().hash().hex(),
                    batch.first(),
                    batch.last(),
                    sent(kept));
        }

        /** Another batch of the same point. */
        Part with(Batch batch, Map<Integer, RunRecord> others) {
            return new Part(point, scenario, file, hash, batch.first(), batch.last(), sent(others));
        }

        private static ArrayList<SentRun> sent(Map<Integer, RunRecord> kept) {
            return new ArrayList<>(kept.values().stream().map(SentRun::of).toList());
        }
    }

    /**
     * Runs all, on a machine of the cluster.
     *
     * @throws ClusterException if a point cannot be made ready there
     */
    TaskRuns run(SharedInputs shared) {
        ArrayList<ArrayList<SentRun>> all = new ArrayList<>();
        for (Part part : parts) {
            ArrayList<SentRun> runs = new ArrayList<>();
            Setting setting = setting(shared, part);
            BatchRunner.run(
                    setting,
                    StoppingRule.of(setting.scenario()),
                    part.first(),
                    part.last(),
                    part.kept().stream()
                            .collect(Collectors.toMap(
                                    SentRun::replication, SentRun::run, (first, same) -> first, LinkedHashMap::new)),
                    run -> runs.add(SentRun.of(run)));
            all.add(runs);
        }
        return new TaskRuns(all);
    }

    private static Setting setting(SharedInputs shared, Part part) {
        try {
            return shared.setting(part);
        } catch (RuntimeException failure) {
            throw new ClusterException(
                    "point " + part.point() + " cannot be made ready there: "
                            + (failure instanceof ClusterException ? failure.getMessage() : failure),
                    failure);
        }
    }

    /** A task of these batches. */
    static SweepTask of(List<Part> parts) {
        return new SweepTask(new ArrayList<>(parts));
    }
}
