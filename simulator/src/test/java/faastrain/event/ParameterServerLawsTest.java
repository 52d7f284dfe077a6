package faastrain.event;

import static faastrain.event.Recorder.relative;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.analytic.LambdaDnn;
import faastrain.analytic.Term;
import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.trace.AffineCurve;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a training with parameter servers must equal (models.md, section 5): λDNN, for every job. */
class ParameterServerLawsTest {
    @Property(tries = 300)
    void anIterationTakesTrainingAndTwiceTheModelAtTheNarrowerOfTheFunctionsAndTheServersBandwidth(
            @ForAll("jobs") Job job) {
        Recorder recorder = new Recorder();
        new Training(job, TransferFactors.EXACT, recorder).run();
        double functions = ((AffineCurve) job.exchange().channel().link().upload()).bandwidthMibPerSecond();
        Channel.Servers servers = (Channel.Servers) job.exchange().channel();
        double share =
                servers.networkMibPerSecond() * servers.servers() / job.plan().workers();
        double expected = job.computeSeconds(job.plan().aggregatorBatch())
                + 2 * job.workload().modelMib() / Math.min(functions, share);
        recorder.assertEachIterationTakes(expected, job);
    }

    @Property(tries = 300)
    void aTrainingTakesWhatLambdaDnnSays(@ForAll("jobs") Job job) {
        double expected = LambdaDnn.predict(job).timeSeconds();
        assertThat(Hand.run(job, new Recorder())).isCloseTo(expected, relative(expected, 0));
    }

    @Property(tries = 200)
    void everyPhaseOfEveryWorkerIsItsTerm(@ForAll("jobs") Job job) {
        Recorder recorder = new Recorder();
        Hand.run(job, recorder);
        var predicted = LambdaDnn.predict(job);
        for (int worker = 0; worker < job.plan().workers(); worker++) {
            var tolerance = relative(predicted.timeSeconds(), 0);
            assertThat(recorder.seconds(worker, Phase.LOAD)).isCloseTo(predicted.seconds(Term.LOAD), tolerance);
            assertThat(recorder.seconds(worker, Phase.COMPUTE)).isCloseTo(predicted.seconds(Term.TRAIN), tolerance);
            assertThat(recorder.seconds(worker, Phase.UPLOAD)).isCloseTo(predicted.seconds(Term.UPLOAD), tolerance);
            assertThat(recorder.seconds(worker, Phase.DOWNLOAD)).isCloseTo(predicted.seconds(Term.DOWNLOAD), tolerance);
            assertThat(recorder.seconds(worker, Phase.WAIT)).isCloseTo(0, tolerance);
        }
    }

    /** A number of servers that divides the workers, so that each serves as many at a time. */
    @Provide
    Arbitrary<Job> jobs() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 4))
                .flatAs((servers, each) -> Jobs.plansOfAll(servers * each, servers * each)
                        .flatMap(plan -> Combinators.combine(
                                        Jobs.wholeBatches(plan),
                                        Jobs.storeLinks(),
                                        Arbitraries.doubles().between(5, 500),
                                        Arbitraries.doubles().between(5, 2000),
                                        Arbitraries.integers().between(1, 3))
                                .as((workload, store, functions, network, epochs) -> {
                                    AffineCurve curve = new AffineCurve(0, functions);
                                    FunctionLink link = new FunctionLink(curve, curve, 0, 0);
                                    return Jobs.startedOnce(
                                            workload,
                                            plan,
                                            store,
                                            epochs,
                                            Counting.IMPLEMENTATION,
                                            new Exchange(
                                                    PatternKind.PARAMETER_SERVER,
                                                    new Channel.Servers(link, 0, servers, network, 2, Optional.empty()),
                                                    Waiting.NOTIFY));
                                })));
    }
}
