package faastrain.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run was made from.
 *
 * @param workload id of the workload's profile
 * @param platform id of the platform's profile
 * @param sha256 SHA-256 of every input file, by what it is
 * @param texts the profiles that the scenario names by path, by the path that the resolved scenario names them by;
 *     they are kept with the result, so that it can be run again anywhere
 */
public record Inputs(String workload, String platform, Map<String, String> sha256, Map<String, String> texts) {
    public Inputs {
        sha256 = Collections.unmodifiableMap(new LinkedHashMap<>(sha256));
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }
}
