package faastrain.event;

import static faastrain.event.Recorder.relative;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.analytic.LambdaMl;
import faastrain.analytic.Prediction;
import faastrain.analytic.Term;
import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.trace.AffineCurve;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What ring all-reduce between virtual machines must equal (models.md, section 5): LambdaML's IaaS, for every job. */
class RingLawsTest {
    @Property(tries = 300)
    void anIterationTakesTrainingAndTwiceWMinusOneChunksOfTheModel(@ForAll("jobs") Job job) {
        Recorder recorder = new Recorder();
        Hand.run(job, recorder);
        int w = job.plan().workers();
        AffineCurve curve = (AffineCurve) job.link().upload();
        double chunk = job.workload().modelMib() / w / curve.bandwidthMibPerSecond() + curve.latencySeconds();
        double expected = job.computeSeconds(job.plan().aggregatorBatch()) + (2 * w - 2) * chunk;
        recorder.assertEachIterationTakes(expected, job);
    }

    @Property(tries = 300)
    void aTrainingTakesWhatLambdaMlSaysButThatEachWorkerLoadsItsOwnPartOfTheDataOnly(@ForAll("jobs") Job job) {
        Prediction predicted = LambdaMl.iaas(job);
        double expected = Jobs.withOwnLoad(predicted, job);
        assertThat(Hand.run(job, new Recorder())).isCloseTo(expected, relative(predicted.timeSeconds(), 0));
    }

    @Property(tries = 200)
    void halfOfTheChunksAreMergedAndHalfOfThemHandedOn(@ForAll("jobs") Job job) {
        Recorder recorder = new Recorder();
        Training training = new Training(job, TransferFactors.EXACT, recorder);
        training.run();
        Prediction predicted = LambdaMl.iaas(job);
        long w = job.plan().workers();
        long rounds = job.schedule().iterations() * job.epochs();
        var tolerance = relative(predicted.timeSeconds(), 0);
        for (int worker = 0; worker < w; worker++) {
            assertThat(recorder.seconds(worker, Phase.AGGREGATE))
                    .isCloseTo(predicted.seconds(Term.AGGREGATE), tolerance);
            assertThat(recorder.seconds(worker, Phase.DOWNLOAD)).isCloseTo(predicted.seconds(Term.DOWNLOAD), tolerance);
            assertThat(training.traffic().get(worker).puts()).isEqualTo(rounds * 2 * (w - 1));
        }
    }

    @Provide
    Arbitrary<Job> jobs() {
        return Jobs.plansOfAll(1, 14).flatMap(plan -> Combinators.combine(
                        Jobs.wholeBatches(plan),
                        Jobs.storeLinks(),
                        Jobs.affineLinks(),
                        Arbitraries.integers().between(1, 3))
                .as((workload, store, link, epochs) -> Jobs.startedOnce(
                        workload,
                        plan,
                        store,
                        epochs,
                        Counting.IMPLEMENTATION,
                        new Exchange(
                                PatternKind.RING,
                                new Channel.Network(link, 0.001, 0, Double.POSITIVE_INFINITY),
                                Waiting.NOTIFY))));
    }
}
