package faastrain.scenario;

import java.util.LinkedHashSet;
import java.util.Set;

/** Checks what the fields about computing, converging, starting, failing and repeating say together. */
final class TrainingChecks {
    private final Given given;

    private TrainingChecks(Given given) {
        this.given = given;
    }

    /** Reports everything that does not go together, as far as the fields are right by themselves. */
    static void check(Given given) {
        TrainingChecks checks = new TrainingChecks(given);
        checks.checkWhatSourcesNeed();
        checks.checkRoundsOfAlgorithm();
        checks.checkModel();
        checks.checkTargetLoss();
        checks.checkStragglers();
        checks.checkCrashOfWorker();
        checks.checkThatOnlyFunctionsCrash();
        checks.checkCrashOfServer();
        checks.checkReplications();
    }

    private void checkWhatSourcesNeed() {
        if (given.sound("compute.source")) {
            ComputeSource source = computeSource();
            need("compute.trace", source.readsTrace(), "the source " + source.id());
            need("sgd.data", source == ComputeSource.SGD, "compute.source: sgd");
        }
        if (given.sound("convergence.source")) {
            ConvergenceSource source = convergenceSource();
            need("convergence.trace", source == ConvergenceSource.CURVE, "the source curve");
            need("convergence.epochs", source == ConvergenceSource.EPOCHS, "the source epochs");
        }
        if (given.sound("start-up.source")) {
            StartUpSource source = given.choice(StartUpSource.class, "start-up.source");
            need("start-up.trace", source == StartUpSource.TRACE, "the source trace");
        }
    }

    private void need(String path, boolean needed, String by) {
        if (needed && given.sound(path) && !given.has(path)) {
            given.missing(path, by + " needs it, " + example(path));
        }
    }

    private static String example(String path) {
        return "for example \"" + ScenarioFields.of(path).key() + ": "
                + ScenarioFields.of(path).example() + "\"";
    }

    private void checkRoundsOfAlgorithm() {
        if (!given.sound("algorithm.kind", "algorithm.local-epochs", "epochs") || algorithm() != AlgorithmKind.ADMM) {
            return;
        }
        long epochs = given.whole("epochs");
        long local = given.whole("algorithm.local-epochs");
        if (epochs % local != 0) {
            long fewer = epochs - epochs % local;
            given.problemOf(
                    "epochs",
                    "is " + epochs + ", but under admm it must be a multiple of algorithm.local-epochs, which is "
                            + local + ", such as " + (fewer > 0 ? fewer : local));
        }
    }

    private void checkModel() {
        if (given.sound("compute.source", "sgd.model", "algorithm.kind")
                && computeSource() == ComputeSource.SGD
                && given.choice(SgdModel.class, "sgd.model") == SgdModel.K_MEANS
                && algorithm() != AlgorithmKind.GA_SGD) {
            given.problemOf(
                    "algorithm.kind",
                    "is " + algorithm().id() + ", but sgd.model: k-means goes with ga-sgd only; write algorithm.kind:"
                            + " ga-sgd, or train another model");
        }
    }

    private void checkTargetLoss() {
        if (given.has("convergence.target-loss")
                && given.sound("convergence.target-loss", "convergence.source", "compute.source")
                && convergenceSource() != ConvergenceSource.CURVE
                && computeSource() != ComputeSource.SGD) {
            given.problemOf(
                    "convergence.target-loss",
                    "is " + given.text("convergence.target-loss").orElseThrow()
                            + ", but nothing tells the loss; leave it out, or write convergence.source: curve or"
                            + " compute.source: sgd");
        }
    }

    private void checkStragglers() {
        if (given.sound("stragglers.count", "stragglers.workers")
                && given.has("stragglers.workers")
                && given.whole("stragglers.count") > 0) {
            given.problemOf(
                    "stragglers.count",
                    "is " + given.whole("stragglers.count") + ", but stragglers.workers names the slow workers; leave"
                            + " one of the two out");
        }
        if (!given.sound("plan.workers")) {
            return;
        }
        long workers = given.whole("plan.workers");
        if (given.sound("stragglers.count") && given.whole("stragglers.count") > workers) {
            given.problemOf(
                    "stragglers.count",
                    "is " + given.whole("stragglers.count") + ", but there are only " + workers + " workers");
        }
        if (given.sound("stragglers.workers") && given.has("stragglers.workers")) {
            Set<Integer> named = new LinkedHashSet<>();
            for (int worker : given.workers("stragglers.workers")) {
                if (worker >= workers) {
                    given.problemOf("stragglers.workers", "names worker " + worker + ", but " + numbered(workers));
                } else if (!named.add(worker)) {
                    given.problemOf("stragglers.workers", "names worker " + worker + " twice");
                }
            }
        }
    }

    private void checkCrashOfWorker() {
        boolean worker = given.has("faults.crash-worker");
        boolean time = given.has("faults.crash-time");
        if (worker && !time && given.sound("faults.crash-time")) {
            given.missing(
                    "faults.crash-time",
                    "faults.crash-worker says who crashes, but nothing says when, " + example("faults.crash-time"));
        }
        if (time && !worker && given.sound("faults.crash-worker")) {
            given.missing(
                    "faults.crash-worker",
                    "faults.crash-time says when a worker crashes, but nothing says which, "
                            + example("faults.crash-worker"));
        }
        if (worker
                && given.sound("faults.crash-worker", "plan.workers")
                && given.whole("faults.crash-worker") >= given.whole("plan.workers")) {
            given.problemOf(
                    "faults.crash-worker",
                    "is " + given.whole("faults.crash-worker") + ", but " + numbered(given.whole("plan.workers")));
        }
    }

    private static String numbered(long workers) {
        return workers == 1
                ? "the only worker has number 0"
                : "the " + workers + " workers are numbered from 0 to " + (workers - 1);
    }

    private void checkThatOnlyFunctionsCrash() {
        if (!given.sound("channel") || given.channel() != ChannelKind.VM_NETWORK) {
            return;
        }
        if (given.sound("faults.crash-rate") && given.quantity("faults.crash-rate", Dimension.RATE) > 0) {
            refuseCrash("faults.crash-rate", "leave it out or write faults.crash-rate: 0 /h");
        }
        if (given.has("faults.crash-worker") && given.sound("faults.crash-worker")) {
            refuseCrash("faults.crash-worker", "leave it and faults.crash-time out");
        }
    }

    private void refuseCrash(String path, String instead) {
        given.problemOf(
                path,
                "is " + given.text(path).orElseThrow() + ", but only functions crash, and with the channel vm-network"
                        + " there are none; " + instead);
    }

    private void checkCrashOfServer() {
        if (given.has("faults.server-crash-time")
                && given.sound("faults.server-crash-time", "channel", "pattern")
                && given.channel() != ChannelKind.PARAMETER_SERVER) {
            given.problemOf(
                    "faults.server-crash-time",
                    "is " + given.text("faults.server-crash-time").orElseThrow() + ", but the pattern "
                            + given.pattern().id() + " over the channel "
                            + given.channel().id()
                            + " has no server that could crash; leave it out, or use pattern: parameter-server and"
                            + " channel: parameter-server");
        }
    }

    /** Where replications are added, the first ones must tell a deviation, and be no more than all. */
    private void checkReplications() {
        if (!given.sound("replications", "precision.half-width") || given.number("precision.half-width") == 0) {
            return;
        }
        long least = given.whole("replications");
        if (least < 2) {
            String needed = "precision.half-width needs at least 2, as one has no deviation, and better 10; write"
                    + " replications: 10";
            if (given.has("replications")) {
                given.problemOf("replications", "is " + least + ", but " + needed);
            } else {
                given.missing("replications", needed);
            }
        } else if (given.sound("precision.most") && least > given.whole("precision.most")) {
            long most = given.whole("precision.most");
            if (given.has("precision.most")) {
                given.problemOf(
                        "precision.most",
                        "is " + most + ", but replications: " + least + " are run in any case; write precision.most: "
                                + least + " or more");
            } else {
                given.problemOf(
                        "replications",
                        "is " + least + ", but precision.most is " + most + " where nothing else is said; write"
                                + " precision.most: " + least + " or more");
            }
        }
    }

    private AlgorithmKind algorithm() {
        return given.choice(AlgorithmKind.class, "algorithm.kind");
    }

    private ComputeSource computeSource() {
        return given.choice(ComputeSource.class, "compute.source");
    }

    private ConvergenceSource convergenceSource() {
        return given.choice(ConvergenceSource.class, "convergence.source");
    }
}
