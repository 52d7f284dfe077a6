package faastrain.cluster;

import faastrain.experiment.Setting;
import faastrain.sweep.Batch;
import faastrain.sweep.Engine;
import faastrain.sweep.EngineException;
import faastrain.sweep.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs the batches of a sweep on a Spark cluster. A task is one batch or, where there are many, several that follow each
 * other; it carries all that its points are, so that machines of the cluster need nothing but Spark. What comes back goes the
 * way of what runs here, so that nobody can tell from the results where they were made.
 */
final class SparkEngine implements Engine {
    /** Tasks that a job has at most: each costs the cluster some milliseconds. */
    private static final int MOST_TASKS = 2_000;

    private final SparkSettings settings;
    private final Consumer<String> notices;

    SparkEngine(SparkSettings settings, Consumer<String> notices) {
        this.settings = settings;
        this.notices = notices;
    }

    @Override
    public void run(Work work, List<Batch> batches, Sink sink) {
        int together = (batches.size() + MOST_TASKS - 1) / MOST_TASKS;
        Map<String, byte[]> traces = new TreeMap<>();
        List<List<Batch>> groups = new ArrayList<>();
        List<SweepTask> tasks = new ArrayList<>();
        for (int first = 0; first < batches.size(); first += together) {
            List<Batch> group = batches.subList(first, Math.min(first + together, batches.size()));
            groups.add(group);
            tasks.add(task(work, group, traces));
        }
        try {
            SparkBatches.run(
                    settings,
                    new SharedTraces(work.version(), new LinkedHashMap<>(traces)),
                    tasks,
                    (shared, task) -> task.run(shared),
                    new Recipient<TaskRuns>() {
                        @Override
                        public void delivered(int task, TaskRuns runs) {
                            runs.tell(groups.get(task), sink);
                        }

                        @Override
                        public void notice(String message) {
                            notices.accept(message);
                        }
                    });
        } catch (ClusterException failed) {
            throw new EngineException(failed.getMessage() + "; what was run is kept, and the same command goes on", failed);
        }
    }

    private static SweepTask task(Work work, List<Batch> group, Map<String, byte[]> traces) {
        List<SweepTask.Part> parts = new ArrayList<>();
        int point = 0;
        for (Batch batch : group) {
            if (batch.point().number() != point) {
                point = batch.point().number();
                Setting setting = work.setting(batch.point());
                SharedTraces.add(setting.scenario(), work.traces(), traces);
                parts.add(SweepTask.Part.of(setting, batch));
            } else {
                parts.add(parts.get(parts.size() - 1).with(batch));
            }
        }
        return new SweepTask(new ArrayList<>(parts));
    }

    @Override
    public void close() {
        // Spark is stopped at the end of each job.
    }
}
