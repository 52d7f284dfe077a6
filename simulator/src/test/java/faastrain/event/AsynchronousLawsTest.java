package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** Under ASP nobody waits for a slow worker, but for the last merges. */
class AsynchronousLawsTest {
    /** When each worker began its last round to compute, and when its function ended. */
    private static final class Times implements RunListener {
        final double[] lastBegan = new double[10];
        final double[] ended = new double[10];

        @Override
        public void spent(int worker, int round, Phase phase, double start, double end) {
            if (phase == Phase.COMPUTE) {
                lastBegan[worker] = start;
            }
        }

        @Override
        public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {}

        @Override
        public void functionEnded(int round, int worker, double start, double end, PhaseSeconds phases) {
            ended[worker] = end;
        }
    }

    /** Runs a job whose last worker computes for so long each time, the others for some seconds. */
    private static Times run(Job job, List<Double> seconds, double slow) {
        int workers = job.plan().workers();
        double[] each = new double[workers];
        for (int worker = 0; worker < workers; worker++) {
            each[worker] = worker == workers - 1 ? slow : seconds.get(worker);
        }
        Times times = new Times();
        new Training(job, new Circumstances().computing(each).conditions(), times).run();
        return times;
    }

    @Property(tries = 200)
    void whereNobodyMergesForOthersTheFastEndAsIfTheSlowWereFast(
            @ForAll("apart") Job job,
            @ForAll("seconds") List<Double> seconds,
            @ForAll @DoubleRange(min = 0.1, max = 1000) double slow,
            @ForAll @DoubleRange(min = 0.1, max = 1000) double slower) {
        int others = job.plan().workers() - 1;
        assertThat(Arrays.copyOf(run(job, seconds, slow).ended, others))
                .containsExactly(Arrays.copyOf(run(job, seconds, slower).ended, others));
    }

    @Property(tries = 200)
    void whereTheyMergeItIsTheSameUntilTheirLastRoundWhateverOneComputesThatHasUploadedNothingUntilThen(
            @ForAll("merging") Job job, @ForAll("seconds") List<Double> seconds) {
        int others = job.plan().workers() - 1;
        Times slow = run(job, seconds, 1e5);
        Times slower = run(job, seconds, 3e5);
        assertThat(Arrays.stream(slow.lastBegan, 0, others).max().orElseThrow()).isLessThan(1e5);
        assertThat(Arrays.copyOf(slower.lastBegan, others)).containsExactly(Arrays.copyOf(slow.lastBegan, others));
        // In their last round aggregators wait for all.
        for (int worker = 0; worker < others; worker++) {
            if (job.plan().isAggregator(worker)) {
                assertThat(slower.ended[worker]).isGreaterThan(3e5 * rounds(job));
            } else {
                assertThat(slower.ended[worker]).isEqualTo(slow.ended[worker]);
            }
        }
    }

    private static long rounds(Job job) {
        return job.rounds().rounds();
    }

    @Provide
    Arbitrary<List<Double>> seconds() {
        return Arbitraries.doubles().between(0.1, 30).list().ofSize(5);
    }

    @Provide
    Arbitrary<Job> apart() {
        Arbitrary<Job> served = jobs(PatternKind.PARAMETER_SERVER, Arbitraries.of(Servers.one(), Servers.called()));
        Arbitrary<Job> global = jobs(PatternKind.GLOBAL_MODEL, Arbitraries.of(Hand.store(1000), Hand.redis()));
        return Arbitraries.oneOf(served, global);
    }

    @Provide
    Arbitrary<Job> merging() {
        return jobs(
                PatternKind.K_REDUCE, Arbitraries.of(Hand.store(2), Hand.redis(), Hand.memcached(), Hand.table(3, 1)));
    }

    private static Arbitrary<Job> jobs(PatternKind pattern, Arbitrary<? extends Channel> channels) {
        return Combinators.combine(
                        channels,
                        Arbitraries.integers().between(2, 5),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 5),
                        // Whoever polls for the slow one's last shard asks for days: that is left to others.
                        pattern == PatternKind.K_REDUCE
                                ? Arbitraries.just(Waiting.NOTIFY)
                                : Arbitraries.of(Waiting.NOTIFY, Hand.POLL))
                .as((channel, workers, aggregators, rounds, waiting) -> {
                    int k = pattern == PatternKind.K_REDUCE ? Math.min(aggregators, workers) : workers;
                    return Jobs.with(
                            Hand.job(pattern, channel, waiting, Hand.plan(workers, k, 10, 10), rounds),
                            ProtocolKind.ASP,
                            0);
                });
    }
}
