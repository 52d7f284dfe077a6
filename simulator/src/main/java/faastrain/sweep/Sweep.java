package faastrain.sweep;

import faastrain.experiment.Materials;
import faastrain.experiment.Profiles;
import faastrain.experiment.Setting;
import faastrain.result.RunRecord;
import faastrain.scenario.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * An experiment whose points have all been made ready, and how it is run: what the store has not yet is given to an engine,
 * and what comes back is kept in it, run by run. What is kept does not hang on the engine, the number of threads, how often
 * the program was killed, or how the sweep was cut.
 */
public final class Sweep {
    private final Experiment experiment;
    private final Points maker;
    private final Materials materials;
    private final String version;
    private final List<Point> points;
    private final List<Batch> batches;

    private Sweep(Experiment experiment, Points maker, Materials materials, String version, List<Point> points) {
        this.experiment = experiment;
        this.maker = maker;
        this.materials = materials;
        this.version = version;
        this.points = points;
        this.batches = Batch.of(points);
    }

    /**
     * Makes all points of an experiment ready.
     *
     * @param profiles where profiles are found
     * @param version of the program, part of each point's hash
     * @param threads how many threads make them
     * @throws InvalidInputException with what is wrong with any of them
     */
    public static Sweep of(Experiment experiment, Profiles profiles, String version, int threads) {
        Materials materials = new Materials(profiles);
        Points maker = new Points(experiment, materials, version);
        return new Sweep(experiment, maker, materials, version, maker.all(threads));
    }

    /** What is run. */
    public Experiment experiment() {
        return experiment;
    }

    /** The points, in order. */
    public List<Point> points() {
        return points;
    }

    /** The version of the program. */
    public String version() {
        return version;
    }

    /** The SHA-256 of what all points are, in hexadecimal. */
    public String digest() {
        return PointIdentity.sha256(points.stream()
                        .map(point ->
                                point.ready().map(ready -> ready.hash().hex()).orElse("-"))
                        .collect(Collectors.joining("\n")))
                .hex();
    }

    /** How many runs a part has; where points are run until they are precise, the least that there can be. */
    public long runs(Shard shard) {
        return batches.stream().filter(shard::has).mapToLong(Sweep::least).sum();
    }

    /** What is sure to be run of a batch. */
    private static long least(Batch batch) {
        Point.Ready ready = batch.point().ready().orElseThrow();
        return ready.rule().mayStop() ? ready.rule().least() : batch.last() - batch.first() + 1;
    }

    /** The batches of a part that a store does not have wholly. */
    public List<Batch> missing(RunStore store, Shard shard) {
        Survey survey = new Survey(store);
        return batches.stream()
                .filter(shard::has)
                .filter(batch -> survey.missing(batch) > 0)
                .toList();
    }

    /**
     * Runs what a store does not have of a part, and keeps it there.
     *
     * @throws StoreException when the store cannot keep it; what it had kept before stays
     */
    public void run(RunStore store, Shard shard, Engine engine, SweepListener listener) {
        Survey survey = new Survey(store);
        List<Batch> missing = new ArrayList<>();
        Set<Long> begun = new HashSet<>();
        Tally tally = new Tally(experiment.objective(), listener);
        for (Batch batch : batches) {
            if (shard.has(batch)) {
                long kept = survey.kept(batch);
                long lacking = survey.missing(batch);
                tally.expect(batch, kept, lacking);
                if (lacking > 0) {
                    missing.add(batch);
                }
                if (lacking > 0 && kept > 0) {
                    begun.add(batch.number());
                }
            }
        }
        tally.begin(store);
        if (missing.isEmpty()) {
            return;
        }
        RunWriter writer = new RunWriter(store, tally);
        try {
            engine.run(work(store, begun), missing, writer);
        } catch (StoppedException stopped) {
            // The writer's own failure is what stopped it.
        } finally {
            writer.finish();
        }
    }

    /**
     * What an engine asks about.
     *
     * @param begun the numbers of batches of which the store has a part: nobody waits for the store because of the others
     */
    private Work work(RunStore store, Set<Long> begun) {
        return new Work() {
            @Override
            public Setting setting(Point point) {
                return maker.setting(point);
            }

            @Override
            public Map<Integer, RunRecord> kept(Batch batch) {
                return begun.contains(batch.number()) ? read(store, batch) : Map.of();
            }

            @Override
            public String version() {
                return version;
            }

            @Override
            public Path traces() {
                return materials.profiles().traces();
            }
        };
    }

    private static Map<Integer, RunRecord> read(RunStore store, Batch batch) {
        Map<Integer, RunRecord> kept = new LinkedHashMap<>();
        store.runs(batch.point().ready().orElseThrow().hash(), run -> {
            if (run.replication() >= batch.first() && run.replication() <= batch.last()) {
                kept.put(run.replication(), run);
            }
        });
        return kept;
    }

    /**
     * The runs of a point that count, in order; where it is run until it is precise, those up to there.
     *
     * @param each hears of each run
     * @return whether it was as precise as was asked for; empty where that was not asked
     */
    Optional<Boolean> read(RunStore store, Point.Ready ready, Consumer<RunRecord> each) {
        EnoughRuns enough = new EnoughRuns(ready.rule());
        boolean[] done = {false};
        store.runs(ready.hash(), run -> {
            if (!done[0]) {
                each.accept(run);
                done[0] = enough.after(run);
            }
        });
        return ready.rule().mayStop() ? Optional.of(enough.precise()) : Optional.empty();
    }

    /** What came of a point, as far as a store has it. */
    public PointResult result(RunStore store, Point point) {
        return result(store, point, run -> {});
    }

    /**
     * What came of a point, as far as a store has it.
     *
     * @param each hears of each run that counts, in order
     */
    public PointResult result(RunStore store, Point point, Consumer<RunRecord> each) {
        PointResult.Collector collector = new PointResult.Collector();
        Optional<Boolean> precise = point.ready()
                .flatMap(ready -> read(store, ready, run -> {
                    collector.add(run);
                    each.accept(run);
                }));
        return collector.result(point, precise, experiment.quantiles());
    }

    /** What a store has of batches. Batches of one point follow each other, so that each point is looked up once. */
    private static final class Survey {
        private final RunStore store;
        private Optional<PointHash> at = Optional.empty();
        private BitSet finished = new BitSet();

        Survey(RunStore store) {
            this.store = store;
        }

        /** How many runs of a batch there are. */
        long kept(Batch batch) {
            return of(batch).get(batch.first(), batch.last() + 1).cardinality();
        }

        /** How many runs a batch lacks at least. */
        long missing(Batch batch) {
            Point.Ready ready = batch.point().ready().orElseThrow();
            long kept = kept(batch);
            if (!ready.rule().mayStop()) {
                return batch.last() - batch.first() + 1 - kept;
            }
            int gapless = finished.nextClearBit(1) - 1;
            if (gapless < ready.rule().least()) {
                return (long) ready.rule().least() - gapless;
            }
            EnoughRuns enough = new EnoughRuns(ready.rule());
            boolean[] done = {false};
            store.runs(ready.hash(), run -> {
                if (!done[0] && run.replication() <= gapless) {
                    done[0] = enough.after(run);
                }
            });
            return done[0] ? 0 : 1;
        }

        private BitSet of(Batch batch) {
            PointHash hash = batch.point().ready().orElseThrow().hash();
            if (!Objects.equals(at.orElse(null), hash)) {
                at = Optional.of(hash);
                finished = store.finished(hash);
            }
            return finished;
        }
    }
}
