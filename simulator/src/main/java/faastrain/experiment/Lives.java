package faastrain.experiment;

import faastrain.model.Algorithm;
import faastrain.model.Invocation;
import faastrain.model.Lifecycle;
import faastrain.model.Schedule;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.LifetimeLimit;
import faastrain.scenario.Quantity;
import faastrain.scenario.Reinvocation;
import faastrain.scenario.Scenario;
import faastrain.scenario.StartUpSource;
import faastrain.trace.FunctionService;
import faastrain.trace.ProviderProfile;
import faastrain.trace.ServicesProfile;
import faastrain.trace.StartUpTimes;
import java.util.Optional;

/** How the workers of a scenario start, live and learn, by what a plan says. */
final class Lives {
    private final Scenario scenario;
    private final ServicesProfile services;
    private final ProviderProfile provider;

    Lives(Scenario scenario, Material material) {
        this.scenario = scenario;
        this.services = material.services();
        this.provider = material.provider();
    }

    /** The life of so many workers' functions. */
    Lifecycle lifecycle(int workers) {
        Reinvocation when = scenario.reinvocationOrDefault();
        boolean nears = when == Reinvocation.DEADLINE_MARGIN;
        double limit = provider.functionLimits().lifetimeSeconds();
        double margin = scenario.lifetime().marginSeconds();
        boolean saves =
                switch (scenario.checkpoint().functions()) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case AUTO -> nears || when == Reinvocation.FIXED_EPOCHS;
                };
        return new Lifecycle(
                when,
                scenario.lifetime().epochs(),
                invocation(workers),
                lifetimeSeconds(),
                nears && margin < limit ? limit - margin : Double.POSITIVE_INFINITY,
                saves,
                scenario.checkpoint().rounds());
    }

    /** Whether it is another life with another number of workers. */
    boolean dependOnWorkers() {
        return scenario.startUp().source() == StartUpSource.TABLE;
    }

    /** Why functions cannot be replaced as long before their end as the scenario wants, if they cannot. */
    Optional<String> marginProblem() {
        double limit = provider.functionLimits().lifetimeSeconds();
        double margin = scenario.lifetime().marginSeconds();
        return scenario.reinvocationOrDefault() == Reinvocation.DEADLINE_MARGIN && margin >= limit
                ? Optional.of("is " + seconds(margin) + ", but a function lives " + seconds(limit) + "; use less")
                : Optional.empty();
    }

    /** Words that name the start-up table's range when so many workers lie outside it. */
    Optional<String> outsideTable(int workers) {
        if (!dependOnWorkers() || !table().extrapolates(workers)) {
            return Optional.empty();
        }
        int first = table().secondsByWorkers().firstKey();
        int last = table().secondsByWorkers().lastKey();
        return Optional.of("the start-up of " + workers + " workers lies outside the table of " + first + " to " + last
                + " workers: "
                + (workers < first ? "that of " + first + " is taken" : "the line through its last two goes on"));
    }

    /** What the workers exchange, and how often. */
    Algorithm algorithm(Schedule schedule) {
        return switch (scenario.algorithm().kind()) {
            case GA_SGD -> Algorithm.GA_SGD;
            case MA_SGD ->
                Algorithm.maSgd(
                        scenario.algorithm().localBatches().isPresent()
                                ? scenario.algorithm().localBatches().getAsInt()
                                : schedule.iterations());
            case ADMM -> Algorithm.admm(scenario.algorithm().localEpochs());
        };
    }

    private boolean hasFunctions() {
        return scenario.channel() != ChannelKind.VM_NETWORK;
    }

    /** How long a function lives, where that is not ignored. */
    private double lifetimeSeconds() {
        boolean limited = hasFunctions() && scenario.lifetime().limit() == LifetimeLimit.ENFORCED;
        return limited ? provider.functionLimits().lifetimeSeconds() : Double.POSITIVE_INFINITY;
    }

    private Invocation invocation(int workers) {
        if (dependOnWorkers()) {
            return Invocation.table(table().seconds(workers));
        }
        if (!hasFunctions() || scenario.startUp().source() == StartUpSource.NONE) {
            return Invocation.INSTANT;
        }
        FunctionService functions = services.functions();
        return new Invocation(
                functions.callSeconds(),
                scenario.startUp().quota().orElse(functions.quota()),
                functions.burst(),
                functions.refillPerSecond(),
                functions.keepWarmSeconds(),
                scenario.startUp().warm(),
                0);
    }

    private StartUpTimes table() {
        return hasFunctions() ? services.functionStartUp() : services.instanceStartUp();
    }

    private static String seconds(double seconds) {
        return Quantity.plain(seconds) + " s";
    }
}
