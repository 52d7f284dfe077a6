package faastrain.provisioning;

/**
 * The true minimum of FasDL's closed form over the whole grid of K-Reduce plans (FasDL eq. 12), by bounds that cut whole
 * ranges ({@link PlanSearch}). One function alone is a plan too: it exchanges nothing.
 */
final class Exact implements Strategy {
    @Override
    public Outcome plan(Task task) {
        return KReduceSpace.all(task).cheapest(searched(task));
    }

    private static String searched(Task task) {
        return "every W, K, M in steps of " + task.grid().memoryStepMb() + " MB and B^a in steps of "
                + task.grid().batchStep()
                + switch (task.others()) {
                    case EQUAL -> ", equal batches";
                    case BALANCED -> ", B^n by eq. 16 or equal";
                    case FREE -> ", any B^n up to eq. 16";
                };
    }
}
