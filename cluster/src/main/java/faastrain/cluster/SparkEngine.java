package faastrain.cluster;

import faastrain.sweep.Batch;
import faastrain.sweep.Engine;
import faastrain.sweep.EngineException;
import faastrain.sweep.Work;
import java.util.ArrayList;
import java.util.List;
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
        List<List<Batch>> groups = groups(batches, MOST_TASKS);
        InputFiles files = new InputFiles(work.traces());
        List<SweepTask> tasks =
                groups.parallelStream().map(group -> task(work, group, files)).toList();
        Deliveries deliveries = new Deliveries(groups, sink, notices);
        try {
            SparkBatches.run(
                    settings,
                    new SharedInputs(work.version(), files.all()),
                    tasks,
                    (shared, task) -> task.run(shared),
                    deliveries);
        } catch (ClusterException failed) {
            throw new EngineException(deliveries.after(String.valueOf(failed.getMessage())), failed);
        }
    }

    /** Batches that go together: at most so many groups, all but the last of the same size. */
    static List<List<Batch>> groups(List<Batch> batches, int most) {
        int together = (batches.size() + most - 1) / most;
        List<List<Batch>> groups = new ArrayList<>();
        for (int first = 0; first < batches.size(); first += together) {
            groups.add(batches.subList(first, Math.min(first + together, batches.size())));
        }
        return groups;
    }

    private static SweepTask task(Work work, List<Batch> group, InputFiles files) {
        List<SweepTask.Part> parts = new ArrayList<>();
        int point = 0;
        for (Batch batch : group) {
            if (batch.point().number() == point) {
                parts.add(parts.get(parts.size() - 1).with(batch, work.kept(batch)));
            } else {
                point = batch.point().number();
                parts.add(SweepTask.Part.of(work.setting(batch.point()), batch, work.kept(batch), files));
            }
        }
        return SweepTask.of(parts);
    }

    @Override
    public void close() {
        // Spark is stopped at the end of each job.
    }

    /** Passes on what comes from the cluster. */
    private static final class Deliveries implements Recipient<TaskRuns> {
        private final List<List<Batch>> groups;
        private final Sink sink;
        private final Consumer<String> notices;
        private boolean any;

        Deliveries(List<List<Batch>> groups, Sink sink, Consumer<String> notices) {
            this.groups = groups;
            this.sink = sink;
            this.notices = notices;
        }

        @Override
        public void delivered(int task, TaskRuns runs) {
            runs.tell(groups.get(task), sink);
            any = true;
        }

        @Override
        public void notice(String message) {
            notices.accept(message);
        }

        /** What to say of a failure after what was delivered. */
        String after(String failure) {
            return any ? failure + " (what was run is kept, and the same command goes on from there)" : failure;
        }
    }
}
