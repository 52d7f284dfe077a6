package faastrain.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Checks what the fields about the plan, the exchange and the channel say together. */
final class PlanChecks {
    private final Given given;

    private PlanChecks(Given given) {
        this.given = given;
    }

    /** Reports everything that does not go together, as far as the fields are right by themselves. */
    static void check(Given given) {
        PlanChecks checks = new PlanChecks(given);
        checks.checkMemoryIsGiven();
        checks.checkPatternOfChannel();
        checks.checkProtocol();
        checks.checkServers();
        checks.checkReinvocation();
        checks.checkAggregators();
        checks.checkBatchOfTheOthers();
        checks.checkGlobalBatch();
        checks.checkSteps();
    }

    /** Steps that are parts of FasDL's make a grid that holds every plan of its searches. */
    private void checkSteps() {
        if (given.sound("search.memory-step")) {
            checkPart("search.memory-step", (long) given.quantity("search.memory-step", Dimension.MEMORY), 128, " MB");
        }
        if (given.sound("search.batch-step")) {
            checkPart("search.batch-step", given.whole("search.batch-step"), 16, "");
        }
    }

    private void checkPart(String path, long step, long whole, String unit) {
        if (whole % step != 0) {
            given.problemOf(
                    path,
                    "is " + step + unit + ", but must divide " + whole + unit
                            + ", so that the grid holds FasDL's; nearest are " + Long.highestOneBit(step) + unit
                            + " and " + 2 * Long.highestOneBit(step) + unit);
        }
    }

    private void checkMemoryIsGiven() {
        if (given.has("plan.memory")
                || !given.sound("plan.memory", "channel")
                || given.channel() == ChannelKind.VM_NETWORK) {
            return;
        }
        given.missing(
                "plan.memory",
                "functions need it, for example \"memory: "
                        + ScenarioFields.of("plan.memory").example() + "\"");
        given.refuse("plan.memory");
    }

    private void checkPatternOfChannel() {
        if (!given.sound("pattern", "channel") || given.channel().patterns().contains(given.pattern())) {
            return;
        }
        String channel = "the channel " + given.channel().id();
        String pattern = "the pattern " + given.pattern().id();
        List<PatternKind> patterns = given.channel().patterns();
        List<ChannelKind> channels = Arrays.stream(ChannelKind.values())
                .filter(other -> other.patterns().contains(given.pattern()))
                .toList();
        if (!given.has("pattern")) {
            given.problemOf(
                    "channel",
                    "is " + given.channel().id() + ", which does not go with " + pattern
                            + " that is the default; write pattern: " + Given.anyOf(patterns));
        } else if (!given.has("channel")) {
            given.problemOf(
                    "pattern",
                    "is " + given.pattern().id() + ", which does not go with " + channel
                            + " that is the default; write channel: " + Given.anyOf(channels));
        } else {
            given.problemOf(
                    "pattern",
                    "is " + given.pattern().id() + ", but " + channel + " takes " + Given.anyOf(patterns) + "; "
                            + pattern + " goes with channel: " + Given.anyOf(channels));
        }
        // Which pattern is meant is open now; the channel is known all the same.
        given.refuse("pattern");
    }

    private void checkProtocol() {
        if (given.sound("protocol", "pattern")) {
            checkProtocolOfPattern();
        } else if (given.sound("protocol", "channel")) {
            checkProtocolOfChannel();
        }
    }

    private void checkProtocolOfPattern() {
        List<ProtocolKind> protocols = given.pattern().protocols();
        if (protocols.contains(given.protocol())) {
            return;
        }
        if (!given.has("protocol")) {
            given.problemOf(
                    "pattern",
                    "is " + given.pattern().id() + ", which does not go with the protocol "
                            + given.protocol().id() + " that is the default; write protocol: "
                            + Given.anyOf(protocols));
            return;
        }
        List<PatternKind> patterns = Arrays.stream(PatternKind.values())
                .filter(other -> other.protocols().contains(given.protocol()))
                .toList();
        given.problemOf(
                "protocol",
                "is " + given.protocol().id() + ", but the pattern "
                        + given.pattern().id()
                        + (given.has("pattern") ? "" : ", the default,") + " takes " + Given.anyOf(protocols)
                        + "; " + given.protocol().id() + " goes with pattern: " + Given.anyOf(patterns));
    }

    /** Whichever pattern takes the place of one that is refused has to go with the channel. */
    private void checkProtocolOfChannel() {
        List<ProtocolKind> protocols = given.channel().patterns().stream()
                .flatMap(pattern -> pattern.protocols().stream())
                .distinct()
                .toList();
        if (!protocols.contains(given.protocol())) {
            given.problemOf(
                    "protocol",
                    "is " + given.protocol().id() + ", but no pattern of the channel "
                            + given.channel().id() + " takes it; use " + Given.anyOf(protocols));
        }
    }

    private void checkServers() {
        if (given.sound("server.rpc", "channel")
                && given.channel() == ChannelKind.VM_NETWORK
                && given.choice(RpcKind.class, "server.rpc") != RpcKind.NONE) {
            given.problemOf(
                    "server.rpc",
                    "is " + given.text("server.rpc").orElseThrow()
                            + ", but only functions call a server so; with the channel"
                            + " vm-network leave it out or write server.rpc: none");
        }
        if (given.sound("server.count", "pattern")
                && given.whole("server.count") > 1
                && given.pattern() != PatternKind.PARAMETER_SERVER) {
            given.problemOf(
                    "server.count",
                    "is " + given.whole("server.count") + ", but the pattern "
                            + given.pattern().id()
                            + " has no parameter servers; leave it out, or use pattern: parameter-server");
        }
    }

    private void checkReinvocation() {
        if (given.has("re-invocation")
                && given.sound("re-invocation", "channel")
                && given.channel() == ChannelKind.VM_NETWORK
                && given.choice(Reinvocation.class, "re-invocation") != Reinvocation.NEVER) {
            given.problemOf(
                    "re-invocation",
                    "is " + given.text("re-invocation").orElseThrow()
                            + ", but with the channel vm-network virtual machines run on; leave it out or write"
                            + " re-invocation: never");
        }
    }

    private void checkAggregators() {
        if (!given.sound("plan.workers", "plan.aggregators")) {
            return;
        }
        long workers = given.whole("plan.workers");
        Optional<PatternKind> pattern = given.sound("pattern") ? Optional.of(given.pattern()) : Optional.empty();
        int before = given.problems().size();
        if (!given.has("plan.aggregators")) {
            if (pattern.equals(Optional.of(PatternKind.K_REDUCE))) {
                given.missing(
                        "plan.aggregators", "the pattern k-reduce needs it (from 1 to the " + workers + " workers)");
            }
        } else {
            long k = given.whole("plan.aggregators");
            if (k > workers) {
                given.problemOf(
                        "plan.aggregators",
                        "is " + k + ", but only " + workers + " workers can aggregate; it must be from 1 to "
                                + workers);
            } else if (pattern.equals(Optional.of(PatternKind.ALL_REDUCE)) && k != 1) {
                given.problemOf(
                        "plan.aggregators",
                        "is " + k + ", but all-reduce has 1 aggregator; leave it out, or use pattern: k-reduce");
            } else if (pattern.equals(Optional.of(PatternKind.SCATTER_REDUCE)) && k != workers) {
                given.problemOf(
                        "plan.aggregators",
                        "is " + k + ", but in scatter-reduce all " + workers
                                + " workers aggregate; leave it out, or use pattern: k-reduce");
            } else if (pattern.isPresent() && !pattern.get().hasAggregators() && k != workers) {
                given.problemOf(
                        "plan.aggregators",
                        "is " + k + ", but in " + pattern.get().id() + " none of the " + workers
                                + " workers is set apart to aggregate; leave it out");
            }
        }
        if (given.problems().size() > before) {
            given.refuse("plan.aggregators");
        }
    }

    private void checkBatchOfTheOthers() {
        if (!given.sound("plan.non-aggregator-batch", "plan.batch", "pattern")
                || given.pattern().hasAggregators()) {
            return;
        }
        String other = given.text("plan.non-aggregator-batch").orElseThrow();
        long batch = given.whole("plan.batch");
        if (!other.equals("auto") && Long.parseLong(other) != batch) {
            given.problemOf(
                    "plan.non-aggregator-batch",
                    "is " + other + ", but in " + given.pattern().id() + " every worker has plan.batch, which is "
                            + batch + "; leave it out");
            given.refuse("plan.non-aggregator-batch");
        }
    }

    private void checkGlobalBatch() {
        if (!given.has("plan.max-global-batch")
                || !given.sound("plan.workers", "plan.batch", "plan.non-aggregator-batch", "plan.max-global-batch")) {
            return;
        }
        long most = given.whole("plan.max-global-batch");
        long workers = given.whole("plan.workers");
        long batch = given.whole("plan.batch");
        String other = given.text("plan.non-aggregator-batch").orElseThrow();
        if (other.equals("auto")) {
            // A batch that is chosen is never below the aggregators'.
            checkEqualBatches(workers, batch, most);
        } else if (given.sound("plan.aggregators", "pattern")) {
            long k = given.aggregators();
            if (k == workers || k * batch + workers - k > most) {
                checkEqualBatches(workers, batch, most);
            } else {
                checkNonAggregatorBatch(workers, k, batch, Long.parseLong(other), most);
            }
        }
    }

    private void checkEqualBatches(long workers, long batch, long most) {
        if (workers * batch > most) {
            given.problemOf(
                    "plan.batch",
                    "is too large: " + workers + " workers × " + batch + " samples = " + workers * batch
                            + " exceed the largest global batch of " + most + "; "
                            + (most >= workers
                                    ? "with " + workers + " workers the batch can be at most " + most / workers
                                    : "no batch fits, as there are more workers than samples"));
        }
    }

    private void checkNonAggregatorBatch(long workers, long aggregators, long batch, long other, long most) {
        long rest = workers - aggregators;
        long global = aggregators * batch + rest * other;
        if (global > most) {
            given.problemOf(
                    "plan.non-aggregator-batch",
                    "is too large: " + aggregators + " × " + batch + " + " + rest + " × " + other + " = " + global
                            + " samples exceed the largest global batch of " + most + "; it can be at most "
                            + (most - aggregators * batch) / rest);
        }
    }
}
