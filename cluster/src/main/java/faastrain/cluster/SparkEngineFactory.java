package faastrain.cluster;

import faastrain.cli.Main;
import faastrain.sweep.Engine;
import faastrain.sweep.EngineException;
import faastrain.sweep.EngineFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes Spark an engine of {@code faastrain sweep}. */
public final class SparkEngineFactory implements EngineFactory {
    /** A cluster that is being started, or whose workers are all replaced, has this long to come back, s. */
    private static final double PATIENCE_SECONDS = 60;

    @Override
    public String id() {
        return "spark";
    }

    @Override
    public Engine open(String master, Consumer<String> notices) {
        try {
            List<Path> jars = ShippedJars.of(Main.class, SparkEngineFactory.class);
            return new SparkEngine(new SparkSettings(master, jars, Map.of(), PATIENCE_SECONDS), notices);
        } catch (ClusterException failed) {
            throw new EngineException(String.valueOf(failed.getMessage()), failed);
        }
    }
}
