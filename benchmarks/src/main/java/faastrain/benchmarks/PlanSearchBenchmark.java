package faastrain.benchmarks;

import faastrain.experiment.OpenScenario;
import faastrain.experiment.Profiles;
import faastrain.provisioning.Outcome;
import faastrain.provisioning.StrategyKind;
import faastrain.provisioning.Task;
import faastrain.scenario.ScenarioLoader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one search for the cheapest plan costs, under the constraints of FasDL's Table IV: the exact one on grids of several
 * steps, FasDL's brute force, which looks at every point of the ranges that it prunes, and FasDL's two stages. Reads
 * {@code traces/} of the folder that it is run in.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlanSearchBenchmark {
    /** The trainings of Table IV; the epochs are those that fit its figures. */
    public enum Training {
        BERT_BASE("bert-base-cola", 5, 2500, 640),
        RESNET50("resnet50-cifar10", 20, 8000, 1024),
        MOBILENET("mobilenet-cifar10", 20, 4000, 512),
        SQUEEZENET("squeezenet-cifar10", 20, 3000, 384);

        private final String workload;
        private final int epochs;
        private final int deadlineSeconds;
        private final int maxGlobalBatch;

        Training(String workload, int epochs, int deadlineSeconds, int maxGlobalBatch) {
            this.workload = workload;
            this.epochs = epochs;
            this.deadlineSeconds = deadlineSeconds;
            this.maxGlobalBatch = maxGlobalBatch;
        }

        /** The search for its plan. */
        Task task(Plans plans) {
            String scenario = String.format(
                    Locale.ROOT,
                    """
                    name: %s
                    workload: %s
                    platform: aws-lambda-2023
                    protocol: hap
                    counting: paper
                    epochs: %d
                    deadline: %d s
                    plan: {max-global-batch: %d}
                    search: {memory-step: %d MB, batch-step: %d, non-aggregator-batch: %s}
                    """,
                    this,
                    workload,
                    epochs,
                    deadlineSeconds,
                    maxGlobalBatch,
                    plans.memoryStepMb,
                    plans.batchStep,
                    plans.others);
            return OpenScenario.of(
                            assignments -> ScenarioLoader.loadOpen("benchmark", scenario, assignments),
                            new Profiles(Path.of("traces")))
                    .task();
        }
    }

    /** The plans among which the exact search chooses: steps of M and B^a, and the batches of non-aggregators. */
    public enum Plans {
        /** FasDL's grid. */
        PUBLISHED(128, 16, "eq-16"),
        /** The steps of memory that Lambda had until 2020, and every batch. */
        STEPS_OF_64_MB(64, 1, "eq-16"),
        /** Everything that can be set. */
        ALL(1, 1, "eq-16"),
        /** That, and any batch of the non-aggregators up to eq. 16's. */
        ALL_WITH_FREE_BATCHES(1, 1, "free");

        private final int memoryStepMb;
        private final int batchStep;
        private final String others;

        Plans(int memoryStepMb, int batchStep, String others) {
            this.memoryStepMb = memoryStepMb;
            this.batchStep = batchStep;
            this.others = others;
        }
    }

    /** A search on the published grid. */
    @State(Scope.Thread)
    public static class Published {
        @Param
        Training training = Training.BERT_BASE;

        private Optional<Task> task = Optional.empty();

        @Setup
        public void make() {
            task = Optional.of(training.task(Plans.PUBLISHED));
        }
    }

    /** A search on one of the grids. */
    @State(Scope.Thread)
    public static class OnGrid {
        @Param
        Training training = Training.BERT_BASE;

        @Param
        Plans plans = Plans.PUBLISHED;

        private Optional<Task> task = Optional.empty();

        @Setup
        public void make() {
            task = Optional.of(training.task(plans));
        }
    }

    @Benchmark
    public Outcome exact(OnGrid state) {
        return StrategyKind.EXACT.strategy().plan(state.task.orElseThrow());
    }

    @Benchmark
    public Outcome bruteForce(Published state) {
        return StrategyKind.BRUTE_FORCE.strategy().plan(state.task.orElseThrow());
    }

    @Benchmark
    public Outcome twoStage(Published state) {
        return StrategyKind.TWO_STAGE.strategy().plan(state.task.orElseThrow());
    }
}
