package faastrain.result;

import faastrain.analytic.CostItem;
import faastrain.event.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A number that every run gives, as a column of a table: of the replications of one scenario, of the runs of a sweep, and of
 * the store that keeps them.
 *
 * @param name with the unit, as it stands in files
 * @param whole whether it is a count; counts are below 2^53, so that a double holds them
 * @param of the number; NaN where a run has none
 */
public record RunColumn(String name, boolean whole, ToDoubleFunction<Replication> of) {
    /** All of them, in the order of the files: the time first, then the cost. */
    public static final List<RunColumn> ALL = all();

    /** The index of the time, s. */
    public static final int TIME = 0;

    /** The index of the cost, dollars. */
    public static final int COST = 1;

    private static List<RunColumn> all() {
        List<RunColumn> all = new ArrayList<>();
        all.add(new RunColumn("time_s", false, Replication::timeSeconds));
        all.add(new RunColumn("cost_usd", false, Replication::costUsd));
        for (Phase phase : Phase.values()) {
            all.add(new RunColumn(
                    phase.id() + "_s", false, run -> run.breakdownSeconds().getOrDefault(phase, 0.0)));
        }
        all.add(new RunColumn("iteration_s", false, Replication::iterationSeconds));
        all.add(new RunColumn("iteration_compute_s", false, Replication::iterationComputeSeconds));
        all.add(new RunColumn("put", true, run -> run.requests().put()));
        all.add(new RunColumn("get", true, run -> run.requests().get()));
        all.add(new RunColumn("list", true, run -> run.requests().list()));
        all.add(new RunColumn("delete", true, run -> run.requests().delete()));
        all.add(new RunColumn("check", true, run -> run.requests().check()));
        all.add(new RunColumn("refused", true, run -> run.requests().refused()));
        all.add(new RunColumn("moved_mib", false, Replication::movedMib));
        all.add(new RunColumn("events", true, Replication::events));
        all.add(new RunColumn("updates_lost", true, run -> run.learning().updatesLost()));
        all.add(new RunColumn("mean_staleness", false, run -> run.learning().meanStaleness()));
        all.add(new RunColumn("effective_epochs", false, run -> run.learning().effectiveEpochs()));
        all.add(new RunColumn("final_loss", false, run -> run.finalLoss().orElse(Double.NaN)));
        all.add(new RunColumn("crashes", true, run -> run.incidents().crashes()));
        all.add(new RunColumn("cold_starts", true, run -> run.incidents().coldStarts()));
        all.add(new RunColumn("warm_starts", true, run -> run.incidents().warmStarts()));
        for (CostItem item : CostItem.values()) {
            all.add(new RunColumn(
                    item.id() + "_usd", false, run -> run.itemsUsd().getOrDefault(item, 0.0)));
        }
        return List.copyOf(all);
    }

    /** The index of a column. */
    public static int index(String name) {
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("there is no column " + name);
    }
}
