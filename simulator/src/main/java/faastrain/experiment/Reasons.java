package faastrain.experiment;

import faastrain.analytic.CostItem;
import faastrain.event.Phase;
import java.util.List;

/** Why a simulation may differ from a closed form: only what the scenario has, and only what the form leaves out. */
interface Reasons {
    /** Reasons for a difference of the time spent in a phase. */
    List<String> time(Phase phase);

    /** Reasons for a difference of an item of the cost. */
    List<String> cost(CostItem item);
}
