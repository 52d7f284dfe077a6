package faastrain.experiment;

import faastrain.model.Exchange;
import faastrain.model.ObjectStore;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Scenario;
import java.util.function.BiConsumer;

/**
 * Says what scenario and profiles together show to be wrong whatever the plan. A field that is wrong is told to
 * {@code problem}, with the field's path and what is right.
 */
final class ScenarioChecks {
    private final Scenario scenario;
    private final Material material;
    private final ObjectStore store;
    private final BiConsumer<String, String> problem;

    ScenarioChecks(Scenario scenario, Material material, BiConsumer<String, String> problem) {
        this.scenario = scenario;
        this.material = material;
        this.store = ObjectStore.of(material.platform());
        this.problem = problem;
    }

    /** Whether the platform has curves of the scenario's family. */
    void checkCurve() {
        if (!store.hasFamily(scenario.curve())) {
            problem.accept(
                    "curve",
                    "is " + scenario.curve().id() + ", but the platform has a published latency and bandwidth only; use"
                            + " curve: affine");
        }
    }

    /**
     * Whether the channel can be made, and has a price; {@code setup} tells why not. The curve must be right.
     *
     * @param memoryMb memory of the workers, MB, on which that does not depend
     */
    void checkChannel(ChannelSetup setup, int memoryMb) {
        // A type that the services do not know has no price either, which is no second problem.
        if (setup.channel(store.link(memoryMb, scenario.curve()), memoryMb).isPresent()) {
            setup.prices(1);
        }
    }

    /** Whether functions can be replaced as long before their end as the scenario wants. */
    void checkMargin() {
        new Lives(scenario, material).marginProblem().ifPresent(words -> problem.accept("lifetime.margin", words));
    }

    /** LambdaML's code deletes a sum in the round after it, when a worker that is a round behind would still need it. */
    void checkProtocol() {
        if (scenario.counting() == Counting.IMPLEMENTATION
                && scenario.pattern() == PatternKind.ALL_REDUCE
                && scenario.protocol() != ProtocolKind.BSP) {
            problem.accept(
                    "protocol",
                    "is " + scenario.protocol().id()
                            + ", but LambdaML's code of all-reduce, which counting: implementation follows, is synchronous"
                            + " only; use bsp, or pattern: k-reduce with 1 aggregator");
        }
    }

    /** Whether readers that ask are ever told. */
    void checkWaiting(Exchange exchange) {
        if (exchange.waiting().polls() && !(exchange.channel().requestSeconds() > 0)) {
            problem.accept(
                    "waiting.mode",
                    "is poll, but the channel's requests have no latency, so that a reader would ask for ever at one"
                            + " instant; use notify, or a platform whose curve has a latency");
        }
    }
}
