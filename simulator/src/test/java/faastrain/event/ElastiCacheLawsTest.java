package faastrain.event;

import static faastrain.event.Recorder.relative;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.analytic.FasDl;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.scenario.PatternKind;
import faastrain.scenario.Reinvocation;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;

/** What FasDL over a cache that nobody has to share must equal (models.md, section 5), for every job and every K. */
class ElastiCacheLawsTest {
    @Property(tries = 300)
    void aTrainingUnderBspTakesWhatEquationSevenSays(@ForAll("overCache") Job job) {
        double expected = FasDl.predict(job).timeSeconds();
        assertThat(Hand.run(job, new Recorder())).isCloseTo(expected, relative(expected, 0));
    }

    @Property(tries = 300)
    void anIterationTakesTrainingAndCommunicationForEveryK(@ForAll("overCache") Job job) {
        Recorder recorder = new Recorder();
        Hand.run(job, recorder);
        double expected = job.computeSeconds(job.plan().aggregatorBatch()) + FasDl.communicationSeconds(job);
        assertThat(recorder.iterations)
                .filteredOn(iteration -> !job.schedule().isShort(iteration.number() - 1))
                .allSatisfy(iteration ->
                        assertThat(iteration.seconds()).isCloseTo(expected, relative(expected, recorder.end)));
    }

    @Property(tries = 200)
    void underHapACacheIsAsFastAsAStoreOfTheSameCurve(@ForAll("hybridAsynchronous") Job job) {
        double store = Hand.run(job, new Recorder());
        Job cached = Jobs.over(job, PatternKind.K_REDUCE, Jobs.unlimitedCache(job.link()));
        assertThat(Hand.run(cached, new Recorder())).isCloseTo(store, relative(store, 0));
    }

    @Property(tries = 200)
    void functionsThatAreStartedOnceLoadOnceAndTrainAllEpochs(
            @ForAll("overCache") Job job, @ForAll @DoubleRange(max = 30) double startUp) {
        Job once = started(job, Reinvocation.NEVER, startUp);
        Recorder recorder = new Recorder();
        Training training = new Training(once, TransferFactors.EXACT, recorder);
        double expected = startUp + FasDl.predict(once).timeSeconds();
        assertThat(training.run()).isCloseTo(expected, relative(expected, 0));
        assertThat(recorder.lives).hasSize(job.plan().workers()).allSatisfy(life -> {
            assertThat(life.round()).isEqualTo(1);
            assertThat(life.start()).isZero();
            assertThat(life.phases().get(Phase.STARTUP)).isEqualTo(startUp);
            assertThat(life.phases().total()).isCloseTo(life.seconds(), relative(expected, 0));
        });
        assertThat(training.traffic())
                .allSatisfy(traffic -> assertThat(traffic.loads()).isEqualTo(1));
        assertThat(recorder.iterations)
                .hasSize(job.epochs() * (int) job.schedule().iterations());
        for (int i = 0; i < recorder.iterations.size(); i++) {
            long iterations = job.schedule().iterations();
            assertThat(recorder.iterations.get(i).epoch()).isEqualTo(1 + (int) (i / iterations));
            assertThat(recorder.iterations.get(i).number()).isEqualTo(1 + i % iterations);
        }
    }

    @Property(tries = 200)
    void functionsThatAreStartedEachEpochStartAndLoadInEach(
            @ForAll("overCache") Job job, @ForAll @DoubleRange(max = 30) double startUp) {
        double each = Hand.run(started(job, Reinvocation.EACH_EPOCH, startUp), new Recorder());
        double once = Hand.run(started(job, Reinvocation.NEVER, startUp), new Recorder());
        double more = (job.epochs() - 1) * (startUp + FasDl.loadSeconds(job));
        assertThat(each).isCloseTo(once + more, relative(each, 0));
    }

    private static Job started(Job job, Reinvocation reinvocation, double startUpSeconds) {
        return new Job(
                job.workload(),
                job.plan(),
                job.storeLink(),
                job.prices(),
                job.epochs(),
                job.protocol(),
                job.counting(),
                job.last(),
                job.exchange(),
                new Lifecycle(reinvocation, startUpSeconds));
    }

    /** A link of its own to the cache, as loading is from the object store. */
    @Provide
    Arbitrary<Job> overCache() {
        return Combinators.combine(Jobs.equalBatches(), Jobs.curves(), Jobs.curves())
                .as((job, up, down) ->
                        Jobs.over(job, PatternKind.K_REDUCE, Jobs.unlimitedCache(new FunctionLink(up, down, 0, 0))));
    }

    @Provide
    Arbitrary<Job> hybridAsynchronous() {
        return Jobs.hybridAsynchronous();
    }
}
