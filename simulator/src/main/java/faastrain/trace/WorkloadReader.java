package faastrain.trace;

import faastrain.scenario.Dimension;
import faastrain.scenario.Fields;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Problems;
import faastrain.scenario.YamlFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a workload profile ({@code traces/workloads/*.yaml}). */
public final class WorkloadReader {
    /** The largest batch, as in scenarios. */
    private static final int MOST_BATCH = 1_000_000;

    /** The most epochs, as in scenarios. */
    private static final int MOST_EPOCHS = 100_000;

    private WorkloadReader() {}

    /**
     * Reads and checks a file.
     *
     * @throws InvalidInputException with everything that is wrong with it
     */
    public static WorkloadProfile read(Path file) {
        Problems problems = new Problems();
        Fields root = new Fields(YamlFile.read(file), problems);
        String id = ProfileFields.id(root, "id", "resnet50-cifar10");
        String source = ProfileFields.filledText(root, "source", "FasDL, Table II");

        Fields model = root.section("model", "{name: ResNet50, size: 97.49 MiB}");
        String modelName = ProfileFields.filledText(model, "name", "ResNet50");
        double modelMib = ProfileFields.positive(model, "size", Dimension.SIZE, ProfileFields.MOST_MIB, "97.49 MiB");
        model.finish();

        Fields data = root.section("data-set", "{name: CIFAR-10, size: 163 MiB, samples: 50000}");
        String dataName = ProfileFields.filledText(data, "name", "CIFAR-10");
        double dataMib =
                ProfileFields.notNegative(data, "size", Dimension.SIZE, ProfileFields.MOST_DATA_MIB, "163 MiB");
        long samples = data.integer("samples", 1, 1_000_000_000_000L, "50000");
        data.optionalText("source");
        data.finish();

        Fields compute = root.section("compute", "{a: 37.19, b: 12.48, m: -111.46}");
        double a = ProfileFields.positiveNumber(compute, "a", ProfileFields.MOST_COEFFICIENT, "37.19");
        double b = ProfileFields.notNegativeNumber(compute, "b", ProfileFields.MOST_COEFFICIENT, "12.48");
        double m = ProfileFields.number(compute, "m", ProfileFields.MOST_COEFFICIENT, "-111.46");
        Optional<ProfiledRange> profiled = profiled(compute, problems);
        compute.optionalText("source");
        compute.finish();

        Optional<TrainingMemory> trainingMemory =
                root.optionalSection("training-memory").flatMap(section -> trainingMemory(section, problems));
        Optional<Flattening> flattening =
                root.optionalSection("flattening").flatMap(section -> flattening(section, problems));
        Optional<UsualEpochs> epochs = root.optionalSection("training").map(WorkloadReader::epochs);
        root.finish();
        problems.throwIfAny();
        return new WorkloadProfile(
                id,
                modelName,
                dataName,
                modelMib,
                dataMib,
                samples,
                new ComputeCoefficients(a, b, m),
                profiled,
                trainingMemory,
                flattening,
                epochs,
                source);
    }

    /** All four ends of the range, or none. */
    private static Optional<ProfiledRange> profiled(Fields compute, Problems problems) {
        boolean given = false;
        for (String key : List.of("least-batch", "most-batch", "least-memory", "most-memory")) {
            given |= compute.optional(key).isPresent();
        }
        if (!given) {
            return Optional.empty();
        }
        int before = problems.size();
        int leastBatch = (int) compute.integer("least-batch", 1, MOST_BATCH, "16");
        int mostBatch = (int) compute.integer("most-batch", 1, MOST_BATCH, "256");
        int leastMemoryMb = ProfileFields.memory(compute, "least-memory");
        int mostMemoryMb = ProfileFields.memory(compute, "most-memory");
        boolean sound = problems.size() == before;
        if (sound && mostBatch < leastBatch) {
            compute.problem("most-batch", "must be at least least-batch");
        }
        if (sound && mostMemoryMb < leastMemoryMb) {
            compute.problem("most-memory", "must be at least least-memory");
        }
        return problems.size() == before
                ? Optional.of(new ProfiledRange(leastBatch, mostBatch, leastMemoryMb, mostMemoryMb))
                : Optional.empty();
    }

    private static UsualEpochs epochs(Fields section) {
        long epochs = section.integer("epochs", 1, MOST_EPOCHS, "20");
        String source = ProfileFields.filledText(section, "source", "FasDL, Section V");
        section.finish();
        return new UsualEpochs((int) epochs, source);
    }

    private static Optional<TrainingMemory> trainingMemory(Fields section, Problems problems) {
        double base = ProfileFields.notNegative(section, "base", Dimension.SIZE, ProfileFields.MOST_MIB, "300 MiB");
        double perSample =
                ProfileFields.positive(section, "per-sample", Dimension.SIZE, ProfileFields.MOST_MIB, "3.5 MiB");
        double headroom = ProfileFields.notNegativeNumber(section, "headroom", TrainingMemory.MOST_HEADROOM, "0.10");
        OptionalInt mostBatch = section.optional("most-batch").isPresent()
                ? OptionalInt.of((int) section.integer("most-batch", 1, MOST_BATCH, "1024"))
                : OptionalInt.empty();
        String source = ProfileFields.filledText(section, "source", "fitted from memory/peak-memory.csv");
        section.finish();
        return problems.isEmpty()
                ? Optional.of(new TrainingMemory(base, perSample, headroom, mostBatch, source))
                : Optional.empty();
    }

    private static Optional<Flattening> flattening(Fields section, Problems problems) {
        double k1 = ProfileFields.notNegativeNumber(section, "k1", ProfileFields.MOST_COEFFICIENT, "120");
        double k2 = ProfileFields.number(section, "k2", ProfileFields.MOST_COEFFICIENT, "-0.9");
        section.optionalText("source");
        section.finish();
        return problems.isEmpty() ? Optional.of(new Flattening(k1, k2)) : Optional.empty();
    }
}
