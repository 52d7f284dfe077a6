package faastrain.cli;

import faastrain.scenario.Suggestion;
import faastrain.sweep.Engine;
import faastrain.sweep.EngineException;
import faastrain.sweep.EngineFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a sweep can be run on. */
final class Engines {
    static final String LOCAL = "local";
    static final String SPARK = "spark";

    /** What there is, with what each is. */
    static final Map<String, String> ALL;

    static {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(LOCAL, "the cores of this machine");
        all.put(SPARK, "an Apache Spark 4 cluster (the module cluster, with SPARK_HOME set)");
        ALL = Collections.unmodifiableMap(all);
    }

    private Engines() {}

    /** Checks what the command line says of engines. */
    static void check(CommandSpec spec, String engine, Optional<String> master) {
        Set<String> known = ALL.keySet();
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
