package faastrain.event;

import static faastrain.event.Recorder.relative;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.analytic.LambdaMl;
import faastrain.analytic.Prediction;
import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.trace.AffineCurve;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What ScatterReduce as LambdaML's code does it must equal (models.md, section 5) over each storage that nobody has to
 * share: (3w − 2)(m/w/B + L), for every job.
 */
class ScatterReduceLawsTest {
    @Property(tries = 400)
    void anIterationTakesTrainingAndThreeWMinusTwoObjects(@ForAll("jobs") Job job) {
        Recorder recorder = new Recorder();
        Hand.run(job, recorder);
        int w = job.plan().workers();
        AffineCurve curve = (AffineCurve) job.link().upload();
        double object = job.workload().modelMib() / w / curve.bandwidthMibPerSecond() + curve.latencySeconds();
        double expected = job.computeSeconds(job.plan().aggregatorBatch()) + (3 * w - 2) * object;
        recorder.assertEachIterationTakes(expected, job);
    }

    @Property(tries = 300)
    void aTrainingTakesWhatLambdaMlSaysButThatEachWorkerLoadsItsOwnPartOfTheDataOnly(@ForAll("jobs") Job job) {
        Prediction predicted = LambdaMl.faas(job);
        double expected = Jobs.withOwnLoad(predicted, job);
        assertThat(Hand.run(job, new Recorder())).isCloseTo(expected, relative(predicted.timeSeconds(), 0));
    }

    @Property(tries = 200)
    void theStorageMakesNoDifferenceWhereNobodyHasToShareIt(@ForAll("jobs") Job job) {
        double first = Hand.run(job, new Recorder());
        for (Channel channel : channels(job.link())) {
            assertThat(Hand.run(Jobs.over(job, PatternKind.SCATTER_REDUCE, channel), new Recorder()))
                    .isCloseTo(first, relative(first, 0));
        }
    }

    /** Each storage without limits, with items that are large enough. */
    private static List<Channel> channels(FunctionLink link) {
        double unlimited = Double.POSITIVE_INFINITY;
        return List.of(
                Channel.Store.unlimited(link),
                Jobs.unlimitedCache(link),
                new Channel.Table(link, 0.01, 1000, 1, unlimited, unlimited, 0.5));
    }

    @Provide
    Arbitrary<Job> jobs() {
        return Jobs.plansOfAll(2, 12).flatMap(plan -> Combinators.combine(
                        Jobs.wholeBatches(plan),
                        Jobs.storeLinks(),
                        Jobs.affineLinks(),
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.integers().between(0, 2))
                .as((workload, store, link, epochs, kind) -> Jobs.startedOnce(
                        workload,
                        plan,
                        store,
                        epochs,
                        Counting.IMPLEMENTATION,
                        new Exchange(PatternKind.SCATTER_REDUCE, channels(link).get(kind), Waiting.NOTIFY))));
    }
}
