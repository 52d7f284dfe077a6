package faastrain.provisioning;

import faastrain.model.Job;
import faastrain.model.Plan;

/** Trainings that differ in their plan alone. */
@FunctionalInterface
public interface Trainings {
    /** The training with that plan, whether or not it is a sensible one. */
    Job of(Plan plan);
}
