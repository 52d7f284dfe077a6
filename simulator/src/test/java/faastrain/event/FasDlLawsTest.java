package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.analytic.CostItem;
import faastrain.analytic.FasDl;
import faastrain.analytic.Prediction;
import faastrain.analytic.Term;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.Schedule;
import faastrain.model.Workload;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.data.Offset;

/** What a simulation without noise must equal (models.md, section 5), for every job. */
class FasDlLawsTest {
    /** Relative difference that is allowed. */
    private static final double TOLERANCE = 1e-9;

    @Property(tries = 500)
    void anIterationUnderBspTakesTrainingAndCommunication(@ForAll("equalBatches") Job job) {
        Recorder recorder = new Recorder();
        new Training(job, TransferFactors.EXACT, recorder).run();
        double expected = job.computeSeconds(job.plan().aggregatorBatch()) + FasDl.communicationSeconds(job);
        for (Recorder.Iteration iteration : recorder.iterations) {
            if (!job.schedule().isShort(iteration.number() - 1)) {
                assertThat(iteration.seconds()).isCloseTo(expected, relative(expected, recorder.end));
            }
        }
    }

    @Property(tries = 500)
    void aTrainingUnderBspTakesWhatEquationSevenSays(@ForAll("equalBatches") Job job) {
        Recorder recorder = new Recorder();
        double simulated = new Training(job, TransferFactors.EXACT, recorder).run();
        Prediction predicted = FasDl.predict(job);
        assertThat(simulated).isCloseTo(predicted.timeSeconds(), relative(predicted.timeSeconds(), 0));
    }

    @Property(tries = 300)
    void everyPhaseOfWorkerZeroIsItsTermUnderBsp(@ForAll("equalBatches") Job job) {
        Recorder recorder = new Recorder();
        new Training(job, TransferFactors.EXACT, recorder).run();
        Prediction predicted = FasDl.predict(job);
        Offset<Double> tolerance = relative(predicted.timeSeconds(), 0);
        PhaseSeconds phases = recorder.phasesOf(0);
        assertThat(phases.get(Phase.LOAD)).isCloseTo(predicted.seconds(Term.LOAD), tolerance);
        assertThat(phases.get(Phase.COMPUTE)).isCloseTo(predicted.seconds(Term.TRAIN), tolerance);
        assertThat(phases.get(Phase.UPLOAD)).isCloseTo(predicted.seconds(Term.UPLOAD), tolerance);
        assertThat(phases.get(Phase.AGGREGATE)).isCloseTo(predicted.seconds(Term.AGGREGATE), tolerance);
        assertThat(phases.get(Phase.DOWNLOAD)).isCloseTo(predicted.seconds(Term.DOWNLOAD), tolerance);
        assertThat(phases.get(Phase.WAIT)).isCloseTo(0, tolerance);
    }

    @Property(tries = 500)
    void hapExceedsEquationSevenByExactlyTheFirstIterationsWaitOfEachEpoch(@ForAll("hybridAsynchronous") Job job) {
        double simulated = new Training(job, TransferFactors.EXACT, new Recorder()).run();
        double equationSeven = FasDl.predict(job).timeSeconds();
        double extra = job.computeSeconds(job.plan().nonAggregatorBatch())
                - job.computeSeconds(job.plan().aggregatorBatch());
        double tau = job.link()
                .download()
                .seconds(job.workload().modelMib() / job.plan().aggregators());
        double surplus = job.epochs() * Math.max(0, extra - (job.plan().aggregators() - 1) * tau);
        assertThat(simulated).isCloseTo(equationSeven + surplus, relative(equationSeven, 0));
    }

    @Property(tries = 300)
    void anIterationOfTheImplementationUnderHapTakesTheClosedFormOnceInStep(@ForAll("hybridAsynchronous") Job paper) {
        Job job = new Job(
                paper.workload(),
                paper.plan(),
                paper.link(),
                paper.prices(),
                paper.epochs(),
                paper.protocol(),
                Counting.IMPLEMENTATION,
                paper.last());
        Assume.that(!FasDl.nonAggregatorsSetThePace(job));
        double ten = simulated(job, 10);
        double twenty = simulated(job, 20);
        double expected = job.computeSeconds(job.plan().aggregatorBatch()) + FasDl.communicationSeconds(job);
        assertThat(twenty - ten).isCloseTo(10 * expected, relative(twenty, 0));
    }

    /** Seconds of one epoch of a number of iterations. */
    private static double simulated(Job job, int iterations) {
        Workload workload = new Workload(
                job.workload().modelMib(),
                job.workload().dataMib(),
                job.plan().globalBatch() * iterations,
                job.workload().compute(),
                Optional.empty());
        Job one = new Job(
                workload, job.plan(), job.link(), job.prices(), 1, job.protocol(), job.counting(), LastBatch.DROP);
        return new Training(one, TransferFactors.EXACT, new Recorder()).run();
    }

    @Property(tries = 300)
    void requestsOfARoundAreThoseOfEquationTen(@ForAll("equalBatches") Job job) {
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        training.run();
        long rounds = job.schedule().iterations() * job.epochs();
        Plan plan = job.plan();
        long puts = plan.workers() == 1 ? 0 : rounds * plan.aggregators() * plan.workers();
        long gets = rounds * 2 * plan.aggregators() * (plan.workers() - 1);
        long loads = (long) plan.workers() * job.epochs();
        assertThat(training.traffic().stream().mapToLong(Traffic::puts).sum()).isEqualTo(puts);
        assertThat(training.traffic().stream().mapToLong(Traffic::getsAndLoads).sum())
                .isEqualTo(gets + loads);
        Prediction predicted = FasDl.predict(job);
        assertThat(predicted.usd(CostItem.STORAGE_PUT))
                .isCloseTo(puts * job.prices().usdPerPut(), within(1e-9 + puts * 1e-14));
        assertThat(predicted.usd(CostItem.STORAGE_GET))
                .isCloseTo(gets * job.prices().usdPerGet(), within(1e-9 + gets * 1e-14));
    }

    @Property(tries = 300)
    void aWorkersPhasesAddUpToItsLife(@ForAll("hybridAsynchronous") Job job) {
        Recorder recorder = new Recorder();
        new Training(job, TransferFactors.EXACT, recorder).run();
        for (Recorder.Life life : recorder.lives) {
            assertThat(life.phases().total()).isCloseTo(life.end() - life.start(), relative(recorder.end, 0));
        }
    }

    @Property(tries = 300)
    void everySampleIsTrainedOnceAnEpochWhenTheLastBatchIsShort(@ForAll("equalBatches") Job job) {
        long trained = 0;
        for (int worker = 0; worker < job.plan().workers(); worker++) {
            trained += job.schedule().fullIterations() * job.plan().batch(worker)
                    + job.schedule().lastBatch(worker);
        }
        long left = job.last() == LastBatch.SHORT
                ? 0
                : job.workload().samples() % job.plan().globalBatch();
        assertThat(trained + left).isEqualTo(job.workload().samples());
    }

    @Property(tries = 300)
    void sharesOfAShortLastBatchAreWholeAddUpAndNeverExceedTheBatch(
            @ForAll("hybridAsynchronous") Job job, @ForAll @LongRange(min = 0, max = 1_000_000) long extra) {
        long samples = 1 + extra % (3 * job.plan().globalBatch());
        Schedule schedule = Schedule.of(samples, job.plan(), LastBatch.SHORT);
        long sum = 0;
        for (int worker = 0; worker < job.plan().workers(); worker++) {
            int share = schedule.lastBatch(worker);
            assertThat(share).isBetween(0, job.plan().batch(worker));
            sum += share;
        }
        assertThat(schedule.fullIterations() * job.plan().globalBatch() + sum).isEqualTo(samples);
    }

    @Provide
    Arbitrary<Job> equalBatches() {
        return Jobs.equalBatches();
    }

    @Provide
    Arbitrary<Job> hybridAsynchronous() {
        return Jobs.hybridAsynchronous();
    }

    /** 1e−9 of a value, and never less than the last digits of the clock that it was read from. */
    private static Offset<Double> relative(double value, double clock) {
        return within(TOLERANCE * Math.abs(value) + 1e-13 * clock + 1e-300);
    }

    /** Keeps what a run tells. */
    private static final class Recorder implements RunListener {
        record Iteration(int epoch, long number, double seconds) {}

        record Life(int worker, double start, double end, PhaseSeconds phases) {}

        final List<Iteration> iterations = new ArrayList<>();
        final List<Life> lives = new ArrayList<>();
        double end;

        @Override
        public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {
            iterations.add(new Iteration(epoch, iteration, end - start));
        }

        @Override
        public void functionEnded(int epoch, int worker, double start, double end, PhaseSeconds phases) {
            lives.add(new Life(worker, start, end, phases.copy()));
            this.end = Math.max(this.end, end);
        }

        PhaseSeconds phasesOf(int worker) {
            PhaseSeconds sum = new PhaseSeconds();
            lives.stream().filter(life -> life.worker() == worker).forEach(life -> sum.addAll(life.phases()));
            return sum;
        }
    }
}
