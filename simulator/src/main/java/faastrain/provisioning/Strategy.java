package faastrain.provisioning;

/** A way to choose a plan. */
public interface Strategy {
    /** The plan that it chooses for a task, or why there is none. */
    Outcome plan(Task task);
}
