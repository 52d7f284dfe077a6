package faastrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import faastrain.experiment.Preparation;
import faastrain.experiment.Replications;
import faastrain.result.Interval;
import faastrain.result.RunRecord;
import faastrain.result.RunResult;
import faastrain.scenario.ScenarioLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    private static final String TWO_BY_TWO = Experiments.SMALL + """
            axes:
              plan.aggregators: [1, 4]
              protocol: [bsp, asp]
            """;

    @TempDir
    private Path folder;

    private RunStore store(String name) {
        return RunStore.open(folder.resolve(name));
    }

    private static Map<Integer, List<RunRecord>> runs(Sweep sweep, RunStore store) {
        Map<Integer, List<RunRecord>> all = new ConcurrentHashMap<>();
        for (Point point : sweep.points()) {
            List<RunRecord> of = new ArrayList<>();
            point.ready().ifPresent(ready -> sweep.read(store, ready, of::add));
            all.put(point.number(), of);
        }
        return all;
    }

    @Test
    void theFirstAxisVariesSlowest() throws IOException {
        Sweep sweep = Experiments.sweep(folder, TWO_BY_TWO);
        assertThat(sweep.points().stream().map(Point::levels))
                .containsExactly(List.of(0, 0), List.of(0, 1), List.of(1, 0), List.of(1, 1));
        assertThat(sweep.points().stream().map(Point::number)).containsExactly(1, 2, 3, 4);
        assertThat(sweep.runs(Shard.ALL)).isEqualTo(4 * 3);
    }

    @Test
    void filtersLeavePointsOutBeforeTheyAreChecked() throws IOException {
        Sweep sweep = Experiments.sweep(folder, Experiments.SMALL + """
                axes:
                  plan.workers: [2, 4]
                  plan.aggregators: 1..4
                filters: [plan.aggregators <= plan.workers]
                """);
        assertThat(sweep.points()).hasSize(2 + 4);
        assertThatThrownBy(() -> Experiments.sweep(folder, Experiments.SMALL + """
                        axes:
                          plan.workers: [2, 4]
                        filters: [plan.workers > 4]
                        """))
                .hasMessageContaining("the filters leave none of the 2 points");
    }

    @Test
    void aFilterMayAskForTheLevelOfAnOwnAxisOrAStrategy() throws IOException {
        Sweep sweep = Experiments.sweep(folder, Experiments.SMALL + """
                axes:
                  own:
                    few: {plan.aggregators: 1}
                    many: {plan.aggregators: 4}
                  protocol: [bsp, asp]
                filters: [own == few or protocol == bsp]
                """);
        assertThat(sweep.points().stream().map(Point::levels))
                .containsExactly(List.of(0, 0), List.of(0, 1), List.of(1, 0));
    }

    @Test
    void everyRunIsThatOfTheScenarioAlone() throws IOException {
        Sweep sweep = Experiments.sweep(folder, TWO_BY_TWO);
        try (RunStore store = store("runs.sqlite")) {
            Experiments.run(sweep, store, Shard.ALL, 2);
            RunResult alone = Replications.run(
                    Preparation.prepare(ScenarioLoader.load("x", scenario(), List.of()), Experiments.profiles()),
                    "test");
            assertThat(runs(sweep, store).get(4))
                    .isEqualTo(alone.replications().stream().map(RunRecord::of).toList());
        }
    }

    /** The scenario of the last point. */
    private static String scenario() {
        return Experiments.SMALL
                .lines()
                .skip(2)
                .map(line -> line.substring(2) + "\n")
                .reduce("", String::concat)
                .replace("protocol: bsp", "protocol: asp")
                .replace("aggregators: 2", "aggregators: 4");
    }

    @Property(tries = 12)
    void whatIsKeptHangsNeitherOnThreadsNorOnPartsNorOnWhatWasThere(
            @ForAll @IntRange(min = 1, max = 4) int threads,
            @ForAll @IntRange(min = 1, max = 5) int parts,
            @ForAll @IntRange(max = 2) int first)
            throws IOException {
        Path here = Files.createTempDirectory("faastrain-test");
        try {
            Sweep sweep = Experiments.sweep(here, TWO_BY_TWO + "filters: [plan.workers > 1]\n");
            byte[] whole = bytes(here, "whole.sqlite", store -> Experiments.run(sweep, store, Shard.ALL, 1));
            byte[] cut = bytes(here, "cut.sqlite", store -> {
                for (int part = parts; part >= 1; part--) {
                    Path file = here.resolve("part-" + part + ".sqlite");
                    try (RunStore one = RunStore.open(file)) {
                        Experiments.run(sweep, one, new Shard(part, parts), threads);
                    }
                    if (part == first) {
                        Experiments.run(sweep, store, new Shard(part, parts), threads);
                    }
                    try (RunStore one = RunStore.read(file)) {
                        store.merge(one);
                    }
                }
                assertThat(sweep.missing(store, Shard.ALL)).isEmpty();
            });
            assertThat(cut).isEqualTo(whole);
        } finally {
            Experiments.delete(here);
        }
    }

    private interface Filling {
        void fill(RunStore store) throws IOException;
    }

    private static byte[] bytes(Path here, String name, Filling filling) throws IOException {
        Path file = here.resolve(name);
        try (RunStore store = RunStore.open(file)) {
            filling.fill(store);
            store.compact();
        }
        return Files.readAllBytes(file);
    }

    @Property
    void partsCutASweepIntoDisjointPieces(
            @ForAll @IntRange(min = 1, max = 40) int parts, @ForAll @IntRange(max = 500) int number) {
        Point nothing = new Point(1, List.of(), new Point.NoPlan("none"));
        Batch batch = new Batch(number, nothing, 1, 1);
        assertThat(IntStream.rangeClosed(1, parts)
                        .filter(part -> new Shard(part, parts).has(batch))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void moreReplicationsFindTheFirstOnesInTheStore() throws IOException {
        AtomicInteger ran = new AtomicInteger();
        try (RunStore store = store("runs.sqlite")) {
            run(Experiments.sweep(folder, TWO_BY_TWO), store, ran);
            assertThat(ran.getAndSet(0)).isEqualTo(12);
            run(Experiments.sweep(folder, TWO_BY_TWO.replace("replications: 3", "replications: 5")), store, ran);
            assertThat(ran.getAndSet(0)).isEqualTo(8);
            run(Experiments.sweep(folder, TWO_BY_TWO.replace("name: S", "name: Another s")), store, ran);
            assertThat(ran.getAndSet(0)).isZero();
            run(Experiments.sweep(folder, TWO_BY_TWO.replace("seed: 7", "seed: 8")), store, ran);
            assertThat(ran.getAndSet(0)).isEqualTo(12);
        }
    }

    /** Counts what an engine is given to run. */
    private static void run(Sweep sweep, RunStore store, AtomicInteger ran) {
        try (Engine engine = counting(ran)) {
            sweep.run(store, Shard.ALL, engine, new SweepListener() {});
        }
    }

    private static Engine counting(AtomicInteger ran) {
        return new Engine() {
            private final Engine local = new LocalEngine(2);

            @Override
            public void run(Work work, List<Batch> batches, Sink sink) {
                local.run(work, batches, new Sink() {
                    @Override
                    public void ran(Batch batch, RunRecord run) {
                        ran.incrementAndGet();
                        sink.ran(batch, run);
                    }

                    @Override
                    public void done(Batch batch) {
                        sink.done(batch);
                    }
                });
            }

            @Override
            public void close() {
                local.close();
            }
        };
    }

    @Test
    void pointsThatRunTheSameAreRunOnce() throws IOException {
        Sweep sweep = Experiments.sweep(folder, Experiments.SMALL + """
                axes:
                  own:
                    one: {plan.batch: 512}
                    other: {plan.batch: 512, description: the same by another name}
                """);
        assertThat(sweep.points()).hasSize(2);
        assertThat(sweep.runs(Shard.ALL)).isEqualTo(3);
        try (RunStore store = store("runs.sqlite")) {
            Experiments.run(sweep, store, Shard.ALL, 2);
            assertThat(runs(sweep, store).get(1))
                    .isEqualTo(runs(sweep, store).get(2))
                    .hasSize(3);
        }
    }

    @Test
    void ofPointsThatRunTheSameEachIsRunAsOftenAsItAsks() throws IOException {
        Sweep sweep = Experiments.sweep(folder, Experiments.SMALL + """
                axes:
                  own:
                    few: {}
                    precise: {precision.half-width: 0.0001, precision.most: 20}
                    many: {replications: 12}
                    less-precise: {precision.half-width: 0.0001, precision.most: 15}
                """);
        try (RunStore store = store("runs.sqlite")) {
            Experiments.run(sweep, store, Shard.ALL, 2);
            assertThat(sweep.points().stream()
                            .map(point -> sweep.result(store, point).replications()))
                    .containsExactly(3, 20, 12, 15);
            assertThat(sweep.missing(store, Shard.ALL)).isEmpty();
        }
    }

    @Test
    void aPointWhoseTrainingFailsIsKeptWithItsReasonAndTheOthersAreRun() throws IOException {
        Sweep sweep = Experiments.sweep(folder, Experiments.SMALL + """
                axes:
                  faults:
                    crash-rate: [0 /h, 3600 /h]
                """);
        try (RunStore store = store("runs.sqlite")) {
            Experiments.run(sweep, store, Shard.ALL, 2);
            PointResult fine = sweep.result(store, sweep.points().get(0));
            PointResult failing = sweep.result(store, sweep.points().get(1));
            assertThat(fine.failed()).isZero();
            assertThat(fine.ended()).containsExactly(1, 2, 3);
            assertThat(failing.failed()).isEqualTo(3);
            assertThat(failing.failure()).isPresent();
            assertThat(failing.timeSeconds().statistics()).isEmpty();
            assertThat(sweep.missing(store, Shard.ALL)).isEmpty();
        }
    }

    @Test
    void aPointThatCannotBeRunMayBeRecorded() throws IOException {
        Sweep sweep = Experiments.sweep(folder, Experiments.SMALL + """
                axes:
                  plan.memory: [1536 MB, 512 MB]
                refused: record
                """);
        assertThat(sweep.points().get(0).ready()).isPresent();
        assertThat(sweep.points().get(1).content())
                .isInstanceOfSatisfying(Point.Refused.class, refused -> assertThat(refused.reason())
                        .contains("plan.batch is 512, but training squeezenet-cifar10 with it needs"));
    }

    @Test
    void pointsAreRunUntilTheyArePrecise() throws IOException {
        String precise =
                TWO_BY_TWO.replace("replications: 3", "replications: 3\n  precision: {half-width: 0.005, most: 60}");
        Sweep sweep = Experiments.sweep(folder, precise);
        try (RunStore store = store("runs.sqlite")) {
            Experiments.run(sweep, store, Shard.ALL, 2);
            assertThat(sweep.missing(store, Shard.ALL)).isEmpty();
            for (Point point : sweep.points()) {
                PointResult result = sweep.result(store, point);
                assertThat(result.precise()).isEqualTo(Optional.of(true));
                assertThat(result.replications()).isBetween(3, 60);
                double mean = result.timeSeconds().statistics().orElseThrow().mean();
                Interval interval =
                        result.timeSeconds().statistics().orElseThrow().ci95().orElseThrow();
                assertThat((interval.high() - interval.low()) / 2).isLessThanOrEqualTo(0.005 * mean);
            }
            AtomicInteger again = new AtomicInteger();
            run(sweep, store, again);
            assertThat(again).hasValue(0);
        }
    }

    @Test
    void aStoreThatCannotGrowEndsTheSweepAndKeepsWhatItHad() throws IOException {
        Sweep sweep = Experiments.sweep(folder, TWO_BY_TWO.replace("replications: 3", "replications: 2000"));
        Path file = folder.resolve("small.sqlite");
        long kept;
        try (RunStore store = RunStore.open(file, 40)) {
            assertThatThrownBy(() -> Experiments.run(sweep, store, Shard.ALL, 2))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("the disk is full");
            kept = store.count();
            assertThat(kept).isPositive().isLessThan(8000);
        }
        AtomicInteger rest = new AtomicInteger();
        try (RunStore store = RunStore.open(file)) {
            run(sweep, store, rest);
        }
        assertThat(rest).hasValue((int) (8000 - kept));
    }

    @Test
    void anEngineThatFailsIsToldAndWhatItHadRunIsKept() throws IOException {
        Sweep sweep = Experiments.sweep(folder, TWO_BY_TWO);
        try (RunStore store = store("runs.sqlite")) {
            assertThatThrownBy(() -> sweep.run(
                            store,
                            Shard.ALL,
                            new Engine() {
                                @Override
                                public void run(Work work, List<Batch> batches, Sink sink) {
                                    sink.ran(batches.get(0), RunRecord.failed(1, "what it came to"));
                                    throw new EngineException("the cluster is gone");
                                }

                                @Override
                                public void close() {}
                            },
                            new SweepListener() {}))
                    .hasMessage("the cluster is gone");
            assertThat(store.count()).isEqualTo(1);
        }
    }

    @Test
    void theBestPointIsTheCheapestThatEndsInTime() throws IOException {
        List<SweepListener.Best> told = new ArrayList<>();
        Sweep sweep = Experiments.sweep(folder, Experiments.SMALL + """
                axes:
                  plan.memory: [1024 MB, 1536 MB, 3008 MB]
                  plan.batch: [256]
                """);
        try (RunStore store = store("runs.sqlite");
                Engine engine = new LocalEngine(1)) {
            sweep.run(store, Shard.ALL, engine, new SweepListener() {
                @Override
                public void begins(long kept, long total) {
                    assertThat(kept).isZero();
                    assertThat(total).isEqualTo(9);
                }

                @Override
                public void kept(long kept, long total) {
                    assertThat(kept).isLessThanOrEqualTo(total);
                }

                @Override
                public void best(Best best) {
                    told.add(best);
                }
            });
            double least = sweep.points().stream()
                    .mapToDouble(point -> sweep.result(store, point)
                            .costUsd()
                            .statistics()
                            .orElseThrow()
                            .mean())
                    .min()
                    .orElseThrow();
            assertThat(told.get(told.size() - 1).costUsd()).isEqualTo(least);
        }
    }

    @Test
    void pairedDifferencesAreOfTheSameReplications() throws IOException {
        Sweep sweep = Experiments.sweep(folder, TWO_BY_TWO + "compare: {axis: protocol, against: bsp}\n");
        try (RunStore store = store("runs.sqlite")) {
            Experiments.run(sweep, store, Shard.ALL, 2);
            Map<Integer, List<RunRecord>> runs = runs(sweep, store);
            List<Differences.Difference> differences = new ArrayList<>();
            Differences.of(sweep, store, differences::add);
            assertThat(differences.stream()
                            .map(each -> each.point().point().number() + " less "
                                    + each.against().point().number()))
                    .containsExactly("2 less 1", "4 less 3");
            double mean = IntStream.range(0, 3)
                    .mapToDouble(i -> Objects.requireNonNull(runs.get(2)).get(i).timeSeconds()
                            - Objects.requireNonNull(runs.get(1)).get(i).timeSeconds())
                    .average()
                    .orElseThrow();
            assertThat(differences.get(0).timeSeconds().mean()).isCloseTo(mean, offset(1e-9));
        }
    }
}
