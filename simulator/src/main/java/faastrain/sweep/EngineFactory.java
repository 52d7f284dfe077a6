package faastrain.sweep;

/** Opens an engine of a module that the program itself does not need; found as a service on the class path. */
public interface EngineFactory {
    /** The name by which the command line knows it. */
    String id();

    /**
     * Opens the engine.
     *
     * @param master where the cluster is, as it calls itself
     * @throws EngineException when it cannot be reached
     */
    Engine open(String master);
}
