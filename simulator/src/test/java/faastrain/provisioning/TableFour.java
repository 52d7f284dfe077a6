package faastrain.provisioning;

import faastrain.model.Exchange;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.ObjectStore;
import faastrain.model.Prices;
import faastrain.model.Workload;
import faastrain.provisioning.Task.NonAggregatorBatches;
import faastrain.scenario.Counting;
import faastrain.scenario.CurveFamily;
import faastrain.scenario.LastBatch;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.trace.PlatformReader;
import faastrain.trace.WorkloadProfile;
import faastrain.trace.WorkloadReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** FasDL's four workloads with the constraints of its Table IV, our S3 curves and the prices of AWS in 2024. */
enum TableFour {
    BERT("bert-base-cola", 5, 2500, 640, 32),
    RESNET50("resnet50-cifar10", 20, 8000, 1024, 128),
    MOBILENET("mobilenet-cifar10", 20, 4000, 512, 128),
    SQUEEZENET("squeezenet-cifar10", 20, 3000, 384, 128);

    private static final Path TRACES = Path.of("..", "traces");

    private final String workload;
    private final int epochs;
    private final double deadlineSeconds;
    private final long maxGlobalBatch;
    private final int mostBatch;

    TableFour(String workload, int epochs, double deadlineSeconds, long maxGlobalBatch, int mostBatch) {
        this.workload = workload;
        this.epochs = epochs;
        this.deadlineSeconds = deadlineSeconds;
        this.maxGlobalBatch = maxGlobalBatch;
        this.mostBatch = mostBatch;
    }

    /** The task on FasDL's grid, with aggregators' batches of at most those of the table. */
    Task task() {
        return task(128, 16, mostBatch);
    }

    Task task(int memoryStepMb, int batchStep, int most) {
        WorkloadProfile profile =
                WorkloadReader.read(TRACES.resolve("workloads").resolve(workload + ".yaml"));
        ObjectStore store =
                ObjectStore.of(PlatformReader.read(TRACES.resolve("platforms").resolve("aws-lambda-2023.yaml")));
        Workload trained = new Workload(
                profile.modelMib(), profile.dataMib(), profile.samples(), profile.compute(), profile.flattening());
        Prices prices = new Prices(0.0000166667, 2e-7, 0.001, 5e-6, 4e-7, 0);
        return new Task(
                trained,
                plan -> {
                    var link = store.link(plan.memoryMb(), CurveFamily.SATURATION);
                    return new Job(
                            trained,
                            plan,
                            link,
                            prices,
                            epochs,
                            ProtocolKind.HAP,
                            Counting.PAPER,
                            LastBatch.SHORT,
                            Exchange.ideal(link),
                            new Lifecycle(Reinvocation.NEVER, 0));
                },
                Optional.empty(),
                List.of(),
                new BatchLimit(profile.trainingMemory(), profile.modelMib()),
                new Constraints(deadlineSeconds, maxGlobalBatch),
                new Grid(memoryStepMb, 128, 10_240, batchStep, 1000),
                most,
                NonAggregatorBatches.BALANCED,
                10);
    }
}
