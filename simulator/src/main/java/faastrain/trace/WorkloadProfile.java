package faastrain.trace;

import java.util.Optional;

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
        String source) {}
