package faastrain.provisioning;

import faastrain.scenario.Choice;
import java.util.function.Supplier;

/** The strategies that can be chosen. */
public enum StrategyKind implements Choice {
    /** The true minimum over the whole grid. */
    EXACT("exact", "the cheapest K-Reduce plan of the whole grid, by bounds that cut whole ranges", Exact::new),
    /** FasDL's brute force. */
    BRUTE_FORCE("brute-force", "FasDL: every plan that the pruning of ranges leaves (eqs. 13 to 16)", BruteForce::new),
    /** FasDL's two-stage search. */
    TWO_STAGE("two-stage", "FasDL: W, M and B^a with K = W first, then K; for each δ of 0.6 to 1", TwoStage::new),
    /** ScatterReduce only. */
    SCATTER_REDUCE(
            "scatter-reduce", "the cheapest plan in which all workers aggregate (K = W)", FixedPattern::scatterReduce),
    /** AllReduce only. */
    ALL_REDUCE("all-reduce", "the cheapest plan in which one worker aggregates (K = 1)", FixedPattern::allReduce),
    /** λDNN's provisioner. */
    LAMBDADNN(
            "lambdadnn",
            "λDNN's provisioner: functions with a parameter server, the smallest n for each memory",
            LambdaDnnProvisioner::new),
    /** LambdaML's practice. */
    LARGEST_MEMORY(
            "largest-memory",
            "LambdaML's practice: a fixed number of functions of the largest memory",
            LargestMemory::new),
    /** One function. */
    STANDALONE("standalone", "one function alone, which exchanges nothing", FixedPattern::standalone),
    /** Virtual machines. */
    IAAS("iaas", "LambdaML's alternative: virtual machines in a ring", VirtualMachines::new),
    /** The least time. */
    FASTEST("fastest", "the plan that takes the least time, whatever it costs", FastestPlan::new);

    private final String id;
    private final String description;
    // Only references to constructors and static methods.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<Strategy> factory;

    StrategyKind(String id, String description, Supplier<Strategy> factory) {
        this.id = id;
        this.description = description;
        this.factory = factory;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }

    /** The strategy. */
    public Strategy strategy() {
        return factory.get();
    }
}
