package faastrain.learning;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.model.Plan;
import faastrain.model.Schedule;
import faastrain.random.Streams;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.LastBatch;
import faastrain.scenario.SgdModel;
import faastrain.trace.LibsvmData;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of whatever is trained. */
class SgdLearnerLawsTest {
    private static final int EPOCHS = 3;
    private static final Streams STREAMS = new Streams(7);

    /** A training, with a seed for its data and for the order of events. */
    record Training(SgdSettings settings, Plan plan, LastBatch last, int samples, int features, int parts, long seed) {
        LibsvmData data() {
            return DataSets.any(seed, samples, features);
        }

        Schedule schedule() {
            return Schedule.of(samples, plan, last);
        }

        int iterations() {
            return (int) schedule().iterations() * EPOCHS;
        }

        SgdLearner learner(LibsvmData data) {
            return new SgdLearner(data, settings, schedule(), parts, STREAMS, 0);
        }

        /** Rounds of one batch each where gradients are averaged, otherwise of two. */
        int batchesPerRound() {
            return settings.algorithm() == AlgorithmKind.GA_SGD ? 1 : 2;
        }

        Rounds rounds(SgdLearner learner, long order, boolean crashes) {
            return new Rounds(learner, plan, parts, batchesPerRound(), order, crashes);
        }
    }

    @Property(tries = 150)
    void bspEqualsSequentialMiniBatchTrainingToTheLastBit(
            @ForAll("gradientAveragings") Training training, @ForAll boolean crashes) {
        LibsvmData data = training.data();
        SgdLearner learner = training.learner(data);
        training.rounds(learner, training.seed(), crashes).play(training.iterations());
        assertThat(learner.parameters())
                .isEqualTo(SequentialSgd.train(data, training.settings(), training.schedule(), STREAMS, EPOCHS));
    }

    @Property(tries = 50)
    void aGlobalModelOfOneWorkerEqualsSequentialTraining(@ForAll("gradientAveragings") Training any) {
        Training training = alone(any, AlgorithmKind.GA_SGD);
        LibsvmData data = training.data();
        SgdLearner learner = training.learner(data);
        learner.readGlobal(0, 0);
        for (int round = 1; round <= training.iterations(); round++) {
            learner.computed(0, round - 1, round);
            learner.readGlobal(0, round);
            learner.wroteGlobal(0);
        }
        assertThat(learner.parameters())
                .isEqualTo(SequentialSgd.train(data, training.settings(), training.schedule(), STREAMS, EPOCHS));
    }

    @Property(tries = 50)
    void theModelAverageOfOneWorkerEqualsSequentialTraining(
            @ForAll("gradientAveragings") Training any, @ForAll @IntRange(min = 1, max = 4) int batchesPerRound) {
        if (any.settings().model() == SgdModel.K_MEANS) {
            return;
        }
        Training training = alone(any, AlgorithmKind.MA_SGD);
        LibsvmData data = training.data();
        SgdLearner learner = training.learner(data);
        int whole = training.iterations() / batchesPerRound;
        new Rounds(learner, training.plan(), training.parts(), batchesPerRound, training.seed(), true).play(whole);
        Rounds rest = new Rounds(learner, training.plan(), training.parts(), 1, training.seed(), true);
        rest.goBackTo(whole * batchesPerRound);
        rest.play(training.iterations() - whole * batchesPerRound);
        assertThat(learner.parameters())
                .isEqualTo(SequentialSgd.train(data, training.settings(), training.schedule(), STREAMS, EPOCHS));
    }

    @Property(tries = 100)
    void neitherTheOrderOfMergesNorCrashesMatter(
            @ForAll("trainings") Training training, @ForAll long order, @ForAll long otherOrder) {
        LibsvmData data = training.data();
        SgdLearner learner = training.learner(data);
        training.rounds(learner, order, false).play(6);
        SgdLearner other = training.learner(data);
        training.rounds(other, otherOrder, true).play(6);
        assertThat(other.parameters()).isEqualTo(learner.parameters());
    }

    @Property(tries = 100)
    void aRestoredTrainingGoesOnAsItWentOnFromItsCheckpoint(
            @ForAll("trainings") Training training, @ForAll @IntRange(min = 0, max = 3) int checkpoint) {
        SgdLearner learner = training.learner(training.data());
        Rounds rounds = training.rounds(learner, training.seed(), false);
        rounds.play(checkpoint);
        if (checkpoint > 0) {
            learner.checkpointed();
        }
        long[] kept = learner.parameters();
        rounds.play(4);
        long[] after = learner.parameters();
        // Something is on its way when the training goes back.
        learner.computed(0, (checkpoint + 4L) * training.batchesPerRound(), checkpoint + 5);
        learner.merged(0, 0, checkpoint + 5);
        learner.restored();
        assertThat(learner.parameters()).isEqualTo(kept);
        rounds.goBackTo(checkpoint);
        rounds.play(4);
        assertThat(learner.parameters()).isEqualTo(after);
    }

    /** The same training by one worker. */
    private static Training alone(Training training, AlgorithmKind algorithm) {
        SgdSettings of = training.settings();
        return new Training(
                new SgdSettings(
                        of.model(), algorithm, of.rate(), of.regularisation(), of.rho(), of.clusters(), of.shuffled()),
                new Plan(1, 128, 1, training.plan().aggregatorBatch(), 1),
                training.last(),
                training.samples(),
                training.features(),
                training.parts(),
                training.seed());
    }

    @Provide
    Arbitrary<Training> gradientAveragings() {
        return trainings(Arbitraries.of(AlgorithmKind.GA_SGD));
    }

    @Provide
    Arbitrary<Training> trainings() {
        return trainings(Arbitraries.of(AlgorithmKind.class));
    }

    private static Arbitrary<Training> trainings(Arbitrary<AlgorithmKind> algorithms) {
        Arbitrary<Plan> plans = Combinators.combine(
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(1, 5))
                .as((workers, aggregators, batch, other) ->
                        new Plan(workers, 128, Math.min(workers, aggregators), batch, other));
        Arbitrary<SgdSettings> settings = Combinators.combine(
                        Arbitraries.of(SgdModel.class),
                        algorithms,
                        Arbitraries.of(0.001, 0.1, 0.7),
                        Arbitraries.of(0.0, 0.01),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(true, false))
                .as((model, algorithm, rate, regularisation, clusters, shuffled) -> new SgdSettings(
                        model,
                        model == SgdModel.K_MEANS ? AlgorithmKind.GA_SGD : algorithm,
                        rate,
                        regularisation,
                        0.5,
                        clusters,
                        shuffled));
        return Combinators.combine(
                        settings,
                        plans,
                        Arbitraries.of(LastBatch.class),
                        Arbitraries.integers().between(30, 70),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.longs())
                .as(Training::new);
    }
}
