package faastrain.event;

import static faastrain.event.Recorder.relative;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.WaitingMode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What holds for jobs of every channel, pattern, protocol, counting, waiting and life. */
class AnyJobLawsTest {
    @Property(tries = 300)
    void theRunEndsWithItsLastFunctionAndEveryWorkersPhasesAddUpToItsLife(@ForAll("shared") Job job) {
        Recorder recorder = new Recorder();
        double end = new Training(job, AnyJobs.spreadJitter(), recorder).run();
        assertThat(recorder.end).isEqualTo(end);
        assertThat(recorder.lives)
                .hasSize(job.functionRounds() * job.plan().workers())
                .allSatisfy(life ->
                        assertThat(life.phases().total()).isCloseTo(life.seconds(), relative(life.seconds(), end)));
        for (int i = 0; i < recorder.iterations.size(); i++) {
            long iterations = job.schedule().iterations();
            assertThat(recorder.iterations.get(i).epoch()).isEqualTo(1 + (int) (i / iterations));
            assertThat(recorder.iterations.get(i).number()).isEqualTo(1 + i % iterations);
        }
        assertThat(recorder.iterations)
                .hasSize(job.epochs() * (int) job.schedule().iterations());
    }

    @Test
    void iterationsOfTheAsynchronousExchangeAreNumberedAsTheyAreCounted() {
        // Worker 0 has ended its three rounds, of 2 + 10 + 4 s, before worker 1, whose uploads take 400 s, ends its
        // first:
        // two ends of worker 0 are the first iteration, its third and worker 1's first the second.
        TransferFactors slow = new TransferFactors() {
            @Override
            public double uploadFactor(int worker) {
                return worker == 1 ? 100 : 1;
            }

            @Override
            public double downloadFactor(int worker) {
                return 1;
            }
        };
        Recorder recorder = new Recorder();
        Job job = Hand.job(PatternKind.GLOBAL_MODEL, Hand.store(1000), Waiting.NOTIFY, Hand.plan(2, 2, 10, 10), 3);
        new Training(job, slow, recorder).run();
        double late = 10 + 2 + 400;
        assertThat(recorder.iterations)
                .containsExactly(
                        new Recorder.Iteration(1, 1, 0, 2 * 16, 10),
                        new Recorder.Iteration(1, 2, 2 * 16, late, 10),
                        new Recorder.Iteration(1, 3, late, 3 * late, 10));
    }

    @Property(tries = 150)
    void theSameJobTellsTheSameTwice(@ForAll("shared") Job job) {
        assertThat(told(job)).isEqualTo(told(job));
    }

    private static List<String> told(Job job) {
        List<String> told = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {
                told.add(epoch + " " + iteration + " " + start + " " + end + " " + compute);
            }

            @Override
            public void functionEnded(int round, int worker, double start, double end, PhaseSeconds phases) {
                StringBuilder all = new StringBuilder(round + " " + worker + " " + start + " " + end);
                for (Phase phase : Phase.values()) {
                    all.append(' ').append(phases.get(phase));
                }
                told.add(all.toString());
            }
        };
        Training training = new Training(job, AnyJobs.spreadJitter(), listener);
        told.add(Double.toString(training.run()));
        told.add(training.traffic().toString());
        told.add(training.resources().toString());
        told.add(training.events() + " " + training.storedMibSeconds());
        return told;
    }

    @Property(tries = 150)
    void noResourceIsUsedBeyondItsCapacityOrByMoreThanAllWorkers(@ForAll("shared") Job job) {
        Training training = new Training(job, AnyJobs.spreadJitter(), new Recorder());
        training.run();
        assertThat(training.resources()).allSatisfy(use -> {
            assertThat(use.utilisation()).isBetween(0.0, 1 + 1e-9);
            assertThat(use.most()).isBetween(0, job.plan().workers());
        });
    }

    @Property(tries = 150)
    void noBucketEverHoldsLessThanNothing(@ForAll("shared") Job job) {
        Training[] training = new Training[1];
        boolean[] held = {true};
        TransferFactors jitter = AnyJobs.spreadJitter();
        TransferFactors watching = new TransferFactors() {
            @Override
            public double uploadFactor(int worker) {
                for (BucketLimits.Bucket bucket : BucketLimits.Bucket.values()) {
                    held[0] &= training[0].bucketObjects(bucket) >= 0;
                }
                return 1;
            }

            @Override
            public double downloadFactor(int worker) {
                return uploadFactor(worker);
            }

            @Override
            public double retryJitter(int worker) {
                return jitter.retryJitter(worker);
            }
        };
        training[0] = new Training(job, watching, new Recorder());
        training[0].run();
        assertThat(held[0]).isTrue();
        assertThat(training[0].bucketObjects(BucketLimits.Bucket.SHARDS)).isNotNegative();
        assertThat(training[0].bucketObjects(BucketLimits.Bucket.MERGED)).isNotNegative();
    }

    @Property(tries = 150)
    void pollingIsNeverFasterThanBeingNotifiedWhereAllAreReadyAtOnce(@ForAll("inStep") Job job) {
        double notified = Hand.run(job, new Recorder());
        double polled = Hand.run(polling(job), new Recorder());
        // Memcached and a table bring several objects in one request, which saves the latency of all but one.
        long objects = Hand.traffic(job).stream().mapToLong(Traffic::gets).max().orElseThrow();
        double saved = isPlain(job) ? 0 : objects * job.link().download().seconds(0);
        assertThat(polled).isGreaterThanOrEqualTo((notified - saved) * (1 - 1e-9));
    }

    @Property(tries = 150)
    void whoeverPollsWritesTheSameAndReadsEachObjectOnce(@ForAll("inStep") Job job) {
        List<Traffic> notified = Hand.traffic(job);
        List<Traffic> polled = Hand.traffic(polling(job));
        for (int worker = 0; worker < job.plan().workers(); worker++) {
            Traffic one = notified.get(worker);
            Traffic other = polled.get(worker);
            assertThat(other.puts()).isEqualTo(one.puts());
            assertThat(other.uploadedMib()).isEqualTo(one.uploadedMib());
            assertThat(other.loads()).isEqualTo(one.loads());
            assertThat(other.gets()).isGreaterThanOrEqualTo(one.gets());
            if (isPlain(job)) {
                assertThat(other.downloadedMib())
                        .isCloseTo(one.downloadedMib(), within(1e-9 * (1 + one.downloadedMib())));
            }
        }
    }

    /** Whether each object comes in a request of its own. */
    private static boolean isPlain(Job job) {
        return job.exchange().channel() instanceof Channel.Store
                || (job.exchange().channel() instanceof Channel.Cache cache && !cache.valuesWithListing());
    }

    private static Job polling(Job job) {
        Exchange exchange = new Exchange(
                job.exchange().pattern(), job.exchange().channel(), new Waiting(WaitingMode.POLL, 0.1, 1e6));
        return new Job(
                job.workload(),
                job.plan(),
                job.storeLink(),
                job.prices(),
                job.epochs(),
                job.protocol(),
                job.counting(),
                job.last(),
                exchange,
                job.lifecycle());
    }

    @Provide
    Arbitrary<Job> shared() {
        return AnyJobs.shared();
    }

    @Provide
    Arbitrary<Job> inStep() {
        return AnyJobs.inStep();
    }
}
