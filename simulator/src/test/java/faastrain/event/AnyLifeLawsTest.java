package faastrain.event;

import static faastrain.event.Recorder.relative;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.model.Job;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What holds for jobs of every channel, pattern, protocol, algorithm and life, whatever starts late, is slow, fails and
 * crashes. That every sample was used as often as planned each run checks by itself.
 */
class AnyLifeLawsTest {
    /** What a run told of a worker's time. */
    private static final class Spans implements RunListener {
        final double[] seconds = new double[100];
        final double[] until = new double[100];
        final Recorder recorder = new Recorder();
        boolean overlap;

        @Override
        public void spent(int worker, int round, Phase phase, double start, double end) {
            overlap |= start < until[worker] || !(end > start);
            until[worker] = end;
            seconds[worker] += end - start;
        }

        @Override
        public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {
            recorder.iterationEnded(epoch, iteration, start, end, compute);
        }

        @Override
        public void functionEnded(int round, int worker, double start, double end, PhaseSeconds phases) {
            recorder.functionEnded(round, worker, start, end, phases);
        }
    }

    @Property(tries = 600)
    void everyFunctionsPhasesAddUpToItsLifeAndItsTimeIsToldWithoutGapOrOverlap(@ForAll("lives") AnyLives.Life life) {
        Spans spans = new Spans();
        double end = new Training(life.job(), life.conditions(), spans).run();
        double[] lived = new double[100];
        assertThat(spans.recorder.lives).allSatisfy(each -> {
            lived[each.worker()] += each.seconds();
            assertThat(each.phases().total()).isCloseTo(each.seconds(), relative(each.seconds(), end));
        });
        assertThat(spans.overlap).isFalse();
        for (int worker = 0; worker < life.job().plan().workers(); worker++) {
            assertThat(spans.seconds[worker]).isCloseTo(lived[worker], relative(lived[worker], end));
        }
        assertThat(spans.recorder.end).isLessThanOrEqualTo(end);
    }

    @Property(tries = 400)
    void everyUpdateIsUsedOnceAndWhatIsComputedAgainIsAllThatIsComputedBeyond(@ForAll("lives") AnyLives.Life life) {
        Training training = new Training(life.job(), life.conditions(), new Recorder());
        training.run();
        LearningAccount learning = training.learning();
        Job job = life.job();
        long samples = job.schedule().samplesPerEpoch() * job.epochs();
        assertThat(learning.updates()).isEqualTo(life.updates());
        if (job.exchange().pattern() == PatternKind.GLOBAL_MODEL && job.plan().workers() > 1) {
            assertThat(learning.updatesLost()).isBetween(0L, learning.updates() - 1);
            assertThat(learning.samplesUsed()).isLessThanOrEqualTo(samples);
        } else {
            assertThat(learning.updatesLost()).isZero();
            assertThat(learning.samplesUsed()).isEqualTo(samples);
        }
        if (life.fails()) {
            assertThat(learning.samplesComputed()).isGreaterThanOrEqualTo(samples);
        } else {
            assertThat(learning.samplesComputed()).isEqualTo(samples);
        }
        Incidents incidents = training.incidents();
        assertThat(incidents.functions())
                .isGreaterThanOrEqualTo((long) job.functionRounds() * job.plan().workers()
                        + incidents.crashes()
                        + incidents.reinvocations());
    }

    @Property(tries = 300)
    void synchronousUpdatesAreFreshAndFasDlsNonAggregatorsAreOneRoundBehind(@ForAll("lives") AnyLives.Life life) {
        Training training = new Training(life.job(), life.conditions(), new Recorder());
        training.run();
        List<Long> histogram = training.learning().byStaleness();
        ProtocolKind protocol = life.job().protocol();
        if (protocol == ProtocolKind.BSP
                || (protocol == ProtocolKind.SSP && life.job().staleness() == 0)) {
            assertThat(histogram).hasSize(1);
        } else if (protocol == ProtocolKind.HAP) {
            assertThat(histogram).hasSizeBetween(1, 2);
        }
        double effective = training.learning().effectiveEpochs();
        assertThat(effective).isBetween(0.0, life.job().epochs() * (1 + 1e-12));
        if (histogram.size() == 1 && training.learning().updatesLost() == 0) {
            assertThat(effective)
                    .isCloseTo(life.job().epochs(), relative(life.job().epochs(), 0));
        }
    }

    @Property(tries = 150)
    void theSameLifeTellsTheSameTwice(@ForAll("lives") AnyLives.Life life) {
        assertThat(told(life)).isEqualTo(told(life));
    }

    private static List<String> told(AnyLives.Life life) {
        List<String> told = new ArrayList<>();
        Spans spans = new Spans();
        Training training = new Training(life.job(), life.conditions(), spans);
        told.add(Double.toString(training.run()));
        told.add(training.traffic().toString());
        told.add(training.learning().toString());
        told.add(training.incidents().toString());
        told.add(spans.recorder.iterations.toString());
        told.add(training.events() + " " + training.storedMibSeconds());
        return told;
    }

    @Property(tries = 150)
    void noBucketEverHoldsLessThanNothing(@ForAll("lives") AnyLives.Life life) {
        boolean[] held = {true};
        Training[] training = new Training[1];
        RunListener watching = new RunListener() {
            @Override
            public void spent(int worker, int round, Phase phase, double start, double end) {
                for (BucketLimits.Bucket bucket : BucketLimits.Bucket.values()) {
                    held[0] &= training[0].bucketObjects(bucket) >= 0;
                }
            }

            @Override
            public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {}

            @Override
            public void functionEnded(int round, int worker, double start, double end, PhaseSeconds phases) {}
        };
        training[0] = new Training(life.job(), life.conditions(), watching);
        training[0].run();
        assertThat(held[0]).isTrue();
    }

    @Provide
    Arbitrary<AnyLives.Life> lives() {
        return AnyLives.all();
    }
}
