package faastrain.cli;

import faastrain.scenario.Suggestion;
import faastrain.sweep.Engine;
import faastrain.sweep.EngineException;
import faastrain.sweep.EngineFactory;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a sweep can be run on. */
final class Engines {
    static final String LOCAL = "local";
    static final String SPARK = "spark";

    private Engines() {}

    /** Checks what the command line says of engines. */
    static void check(CommandSpec spec, String engine, Optional<String> master) {
        List<String> known = List.of(LOCAL, SPARK);
        if (!known.contains(engine)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no engine \"" + engine + "\"" + Suggestion.didYouMean(engine, known) + " (there are: "
                            + String.join(", ", known) + ")");
        }
        if (engine.equals(LOCAL) && master.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--master belongs to --engine spark");
        }
        if (engine.equals(SPARK) && master.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--engine spark needs --master, such as --master spark://host:7077");
        }
    }

    /** Opens an engine of another module. */
    static Engine open(CommandSpec spec, String engine, Optional<String> master) {
        for (EngineFactory factory : ServiceLoader.load(EngineFactory.class)) {
            if (factory.id().equals(engine)) {
                return factory.open(master.orElseThrow(), notice -> Context.message(spec, "Spark: " + notice));
            }
        }
        throw new EngineException("the engine " + engine
                + " is not on the class path; start it with the script faastrain and SPARK_HOME set to a Spark 4");
    }
}
