package faastrain.sweep;

import faastrain.result.RunRecord;
import faastrain.sweep.SweepListener.Best;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Counts what has been kept, and knows which point is the best so far. Used by one thread at a time. */
final class Tally {
    /** The runs of a point, as far as they have come. */
    private static final class Sums {
        private final Point point;
        private long kept;
        private long lacking;
        private int ended;
        private int failed;
        private double seconds;
        private double usd;

        Sums(Point point) {
            this.point = point;
        }

        void add(RunRecord run) {
            if (run.failure().isPresent()) {
                failed++;
            } else {
                ended++;
                seconds += run.timeSeconds();
                usd += run.costUsd();
            }
        }
    }

    private final Objective objective;
    private final SweepListener listener;

    /** Points of which something is missing, by number. */
    private final Map<Integer, Sums> going = new HashMap<>();

    /** All points until the sweep begins, in order. */
    private final Map<Integer, Sums> there = new LinkedHashMap<>();

    private Optional<Best> best = Optional.empty();
    private long kept;
    private long total;

    Tally(Objective objective, SweepListener listener) {
        this.objective = objective;
        this.listener = listener;
    }

    /** A batch, of which the store has some runs and lacks others. */
    void expect(Batch batch, long has, long lacking) {
        kept += has;
        total += has + lacking;
        Sums sums = there.computeIfAbsent(batch.point().number(), number -> new Sums(batch.point()));
        sums.kept += has;
        sums.lacking += lacking;
    }

    /** Reads what the store has, and tells that the sweep begins. */
    void begin(RunStore store) {
        listener.begins(kept, total);
        for (Sums sums : there.values()) {
            if (sums.kept > 0) {
                store.runs(sums.point.ready().orElseThrow().hash(), sums::add);
            }
            if (sums.lacking > 0) {
                going.put(sums.point.number(), sums);
            } else {
                judge(sums);
            }
        }
        there.clear();
    }

    void kept(Batch batch, RunRecord run) {
        Sums sums = going.get(batch.point().number());
        kept++;
        if (sums == null) {
            return;
        }
        sums.add(run);
        if (batch.point().ready().orElseThrow().rule().mayStop()) {
            // How many there will be is known when there are enough.
            if (sums.lacking > 1) {
                sums.lacking--;
            } else {
                total++;
            }
        } else if (--sums.lacking == 0) {
            end(sums);
        }
    }

    void done(Batch batch) {
        Sums sums = going.get(batch.point().number());
        if (sums != null && batch.point().ready().orElseThrow().rule().mayStop()) {
            total -= sums.lacking;
            end(sums);
        }
    }

    void tell() {
        listener.kept(kept, total);
    }

    private void end(Sums sums) {
        going.remove(sums.point.number());
        judge(sums);
    }

    private void judge(Sums sums) {
        if (sums.ended == 0 || sums.failed > 0) {
            return;
        }
        Best one = new Best(sums.point, sums.seconds / sums.ended, sums.usd / sums.ended);
        double deadline = sums.point.ready().orElseThrow().deadlineSeconds().orElse(Double.POSITIVE_INFINITY);
        if (objective == Objective.COST && one.timeSeconds() > deadline) {
            return;
        }
        if (best.isEmpty() || measure(one) < measure(best.get())) {
            best = Optional.of(one);
            listener.best(one);
        }
    }

    private double measure(Best one) {
        return objective == Objective.COST ? one.costUsd() : one.timeSeconds();
    }
}
