package faastrain.sweep;

import faastrain.experiment.StoppingRule;
import faastrain.result.RunRecord;

/**
 * Tells after which of a point's runs, taken in order, there are enough. Runs whose training failed have no time and say
 * nothing about precision; where none of the least ended, there are no more.
 */
final class EnoughRuns {
    private final StoppingRule rule;
    private final StoppingRule.Progress progress;
    private int taken;

    EnoughRuns(StoppingRule rule) {
        this.rule = rule;
        this.progress = rule.begin();
    }

    /** Whether there are enough with this one. */
    boolean after(RunRecord run) {
        taken++;
        if (run.failure().isEmpty()) {
            progress.add(run.timeSeconds(), run.costUsd());
        }
        if (taken >= most(rule)) {
            return true;
        }
        return taken >= rule.least() && (progress.count() == 0 || progress.isEnough());
    }

    /** Whether what was asked for was reached, rather than the most runs. */
    boolean precise() {
        return progress.isPrecise();
    }

    static int most(StoppingRule rule) {
        return rule.mayStop() ? rule.most() : rule.least();
    }
}
