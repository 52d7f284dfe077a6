package faastrain.report;

import faastrain.learning.EpochsToTarget;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.Statistics;
import faastrain.scenario.ComputeSource;
import faastrain.scenario.ConvergenceSource;
import faastrain.scenario.Scenario;
import faastrain.scenario.StaleEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a result says of the training's progress, and under which assumptions, in words. */
final class LearningText {
    /** Values of the staleness that have a share of their own in the text. */
    private static final int BINS = 4;

    private LearningText() {}

    /** What became of the updates, of the loss and of the target; empty where all updates are fresh and none is asked for. */
    static Optional<String> paragraph(RunResult result) {
        boolean stale = isStale(result);
        double lost = result.mean(run -> run.learning().updatesLost());
        Optional<Statistics> loss = finalLoss(result);
        Optional<String> target = target(result);
        if (!stale && lost == 0 && loss.isEmpty() && target.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("Learning\n");
        line(text, "updates", updates(result));
        if (lost != 0) {
            line(text, "updates lost", Numbers.count(lost) + ", which others have overwritten who did not know them");
        }
        double effective = result.mean(run -> run.learning().effectiveEpochs());
        int epochs = result.scenario().epochs();
        if (isProgressAskedFor(result.scenario()) || Math.abs(effective - epochs) > 1e-9 * epochs) {
            line(text, "effective epochs", Numbers.count(rounded(effective)) + " of " + epochs);
            assumption(result).ifPresent(assumed -> line(text, "assumed", assumed));
        }
        loss.ifPresent(statistics -> line(
                text,
                "loss at the end",
                Numbers.count(statistics.mean()) + RunText.spread(statistics, Numbers::count, "")));
        target.ifPresent(words -> line(text, "target", words + ", " + reached(result)));
        return Optional.of(text.toString());
    }

    /**
     * What is assumed, not measured, of the worth of updates, of the loss and of the target; empty where nothing is: no
     * update is stale, and neither a loss nor a target comes from elsewhere than a model that is really trained.
     */
    static Optional<String> assumption(RunResult result) {
        Scenario.Convergence convergence = result.scenario().convergence();
        List<String> assumed = new ArrayList<>();
        if (isStale(result)) {
            assumed.add(worth(result.scenario()));
        }
        if (convergence.source() == ConvergenceSource.CURVE) {
            assumed.add("the loss follows the curve by effective epochs");
        }
        if (convergence.source() == ConvergenceSource.EPOCHS) {
            assumed.add("R·f(w) = " + epochsToTarget(result) + " effective epochs reach the target, f(w) = w^"
                    + Numbers.text(convergence.exponent()));
        }
        return assumed.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", assumed));
    }

    /** What a stale update is worth. */
    private static String worth(Scenario scenario) {
        if (!isProgressAskedFor(scenario)) {
            return "every update counts fully, however stale (convergence.source: none)";
        }
        StaleEffect effect = scenario.convergence().staleUpdates();
        String setting = " (convergence.stale-updates: " + effect.id() + ")";
        return switch (effect) {
            case FULL -> "every update counts fully, however stale" + setting;
            case INVERSE -> "an update that is τ rounds stale counts 1/(1 + τ)" + setting;
        };
    }

    /** The final loss over the replications that know one. */
    static Optional<Statistics> finalLoss(RunResult result) {
        double[] losses = result.replications().stream()
                .flatMap(run -> run.finalLoss().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return losses.length == 0 ? Optional.empty() : Optional.of(Statistics.of(losses));
    }

    private static boolean isStale(RunResult result) {
        return result.replications().stream().anyMatch(run -> run.learning().meanStaleness() > 0);
    }

    private static boolean isProgressAskedFor(Scenario scenario) {
        return scenario.convergence().source() != ConvergenceSource.NONE
                || scenario.compute().source() == ComputeSource.SGD;
    }

    /** How many, and how stale they are, over all replications. */
    private static String updates(RunResult result) {
        long[] byBin = new long[BINS + 1];
        long all = 0;
        int most = 0;
        for (Replication run : result.replications()) {
            List<Long> byStaleness = run.learning().byStaleness();
            most = Math.max(most, byStaleness.size() - 1);
            for (int rounds = 0; rounds < byStaleness.size(); rounds++) {
                byBin[Math.min(rounds, BINS)] += byStaleness.get(rounds);
                all += byStaleness.get(rounds);
            }
        }
        List<String> shares = new ArrayList<>();
        for (int bin = 0; bin <= BINS; bin++) {
            if (byBin[bin] != 0) {
                shares.add(Numbers.percent((double) byBin[bin], (double) all) + " " + age(bin, most));
            }
        }
        String count = Numbers.count(result.mean(run -> run.learning().updates()));
        return most == 0
                ? count + ", all fresh"
                : count + ", " + Numbers.count(result.mean(run -> run.learning().meanStaleness()))
                        + " rounds stale on average (" + String.join(", ", shares) + ")";
    }

    private static String age(int bin, int most) {
        if (bin == 0) {
            return "fresh";
        }
        if (bin == BINS) {
            return "more, up to " + most;
        }
        return bin == 1 ? "1 round" : bin + " rounds";
    }

    /** What the training is to come to, where it is to stop before all epochs are trained. */
    private static Optional<String> target(RunResult result) {
        Scenario scenario = result.scenario();
        if (scenario.convergence().source() == ConvergenceSource.EPOCHS) {
            return Optional.of(epochsToTarget(result) + " effective epochs");
        }
        return isProgressAskedFor(scenario)
                        && scenario.convergence().targetLoss().isPresent()
                ? Optional.of("a loss of "
                        + Numbers.text(scenario.convergence().targetLoss().getAsDouble()))
                : Optional.empty();
    }

    private static String epochsToTarget(RunResult result) {
        Scenario.Convergence convergence = result.scenario().convergence();
        double epochs = new EpochsToTarget(convergence.epochs().orElseThrow(), convergence.exponent())
                .epochs(result.job().plan().workers());
        return Numbers.count(rounded(epochs));
    }

    private static String reached(RunResult result) {
        List<Replication> stopped = result.replications().stream()
                .filter(run -> run.learning().stopped())
                .toList();
        if (stopped.isEmpty()) {
            return "not reached";
        }
        int runs = result.replications().size();
        double seconds =
                stopped.stream().mapToDouble(Replication::timeSeconds).average().orElseThrow();
        double epochs = stopped.stream()
                .mapToDouble(run -> run.learning().effectiveEpochs())
                .average()
                .orElseThrow();
        return "reached" + (stopped.size() == runs ? "" : " in " + stopped.size() + " of " + runs + " runs")
                + ": the training stopped after " + Numbers.count(rounded(epochs)) + " effective epochs, "
                + Numbers.seconds(seconds) + " s";
    }

    /** Without the rounding of a sum, so that whole epochs are told as such. */
    private static double rounded(double epochs) {
        return Math.abs(epochs - Math.rint(epochs)) <= 1e-9 * epochs ? Math.rint(epochs) : epochs;
    }

    private static void line(StringBuilder text, String what, String words) {
        text.append("  ").append(what).append(": ").append(words).append('\n');
    }
}
