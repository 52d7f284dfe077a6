package faastrain.trace;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A model and the data that it is trained on.
 *
 * @param id name that scenarios use
 * @param model the model's name
 * @param dataSet the data set's name
 * @param modelMib size of the parameters, MiB (the papers' S_m)
 * @param dataMib size of the data set, MiB (S_d)
 * @param samples training samples (D)
 * @param compute coefficients of an iteration's compute time
 * @param profiled the range that they were fitted to, when it is known
 * @param trainingMemory memory of training, when it was profiled
 * @param flattening time to flatten the parameters, when it was profiled
 * @param epochs how many passes over the data are usual, when somebody says it
 * @param source where the model's size and coefficients come from
 */
public record WorkloadProfile(
        String id,
        String model,
        String dataSet,
        double modelMib,
        double dataMib,
        long samples,
        ComputeCoefficients compute,
        Optional<ProfiledRange> profiled,
        Optional<TrainingMemory> trainingMemory,
        Optional<Flattening> flattening,
        Optional<UsualEpochs> epochs,
        String source) {
    /**
     * Words that name the range to which the coefficients were fitted when some batches, each with that memory, lie outside
     * it; nothing when no range is known.
     *
     * @param batches samples, rising
     */
    public Optional<String> outsideProfiled(int memoryMb, List<Integer> batches) {
        return profiled.flatMap(range -> {
            List<Integer> outside = batches.stream()
                    .filter(batch -> !range.contains(batch, memoryMb))
                    .toList();
            if (outside.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of("the computation (eq. 4) of "
                    + (outside.size() == 1 ? "batch " : "batches ")
                    + outside.stream().map(String::valueOf).collect(Collectors.joining(" and "))
                    + " at " + memoryMb + " MB is extrapolated: a, b and m of " + id + " were fitted to batches of "
                    + between(range.leastBatch(), range.mostBatch()) + " at "
                    + between(range.leastMemoryMb(), range.mostMemoryMb()) + " MB");
        });
    }

    private static String between(int least, int most) {
        return least == most ? Integer.toString(least) : least + " to " + most;
    }

    /**
     * Words that name the largest batch whose memory was measured when a batch is larger; nothing when none is known.
     *
     * @param batch samples
     */
    public Optional<String> outsideMeasuredMemory(int batch) {
        return trainingMemory
                .filter(memory -> memory.mostBatch().isPresent()
                        && batch > memory.mostBatch().getAsInt())
                .map(memory -> "whether a batch of " + batch + " fits is extrapolated: the memory of training " + id
                        + " was measured up to a batch of " + memory.mostBatch().getAsInt());
    }
}
