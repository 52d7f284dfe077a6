package faastrain.sweep;

import java.util.function.Consumer;

/** Opens an engine of a module that the program itself does not need; found as a service on the class path. */
public interface EngineFactory {
    /** The name by which the command line knows it. */
    String id();

    /**
     * Opens the engine.
     *
     * @param master where the cluster is, as it calls itself
     * @param notices hears what happens to the cluster that does not end the work, a line each
     * @throws EngineException when it cannot be reached
     */
    Engine open(String master, Consumer<String> notices);
}
