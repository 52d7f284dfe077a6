package faastrain.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to use a cluster.
 *
 * @param master the URL of Spark's master: {@code spark://host:port}, with more masters after commas, or another URL
 *     that Spark knows, such as {@code local[2]}
 * @param jars what is sent to the executors, besides Spark itself
 * @param options settings of Spark by their names, such as {@code spark.executor.memory}; they win over Java's system
 *     properties of these names, and those win over what is set here otherwise
 * @param patienceSeconds how long the work may be without any executor, at the start and later, before it is given up;
 *     more than 0
 */
public record SparkSettings(String master, List<Path> jars, Map<String, String> options, double patienceSeconds) {
    public SparkSettings {
        if (!(patienceSeconds > 0)) {
            throw new IllegalArgumentException("patience of " + patienceSeconds + " s");
        }
        jars = List.copyOf(jars);
        options = Map.copyOf(options);
    }
}
