package faastrain.model;

import faastrain.trace.ComputeCoefficients;
import faastrain.trace.Flattening;
import java.util.Optional;

/**
 * A model and the data set that it is trained on.
 *
 * @param modelMib size of the parameters, S_m, MiB
 * @param dataMib size of the data set, S_d, MiB
 * @param samples samples of the data set, D
 * @param compute coefficients of the computation of an iteration (FasDL eq. 4)
 * @param flattening time that FasDL's code takes to flatten the parameters, where it was profiled
 */
public record Workload(
        double modelMib, double dataMib, long samples, ComputeCoefficients compute, Optional<Flattening> flattening) {
    public Workload {
        if (!(modelMib > 0) || !(dataMib >= 0) || samples < 1) {
            throw new IllegalArgumentException("a workload needs a model of more than 0 MiB, data of at least 0 MiB and"
                    + " at least 1 sample: " + modelMib + ", " + dataMib + ", " + samples);
        }
    }
}
