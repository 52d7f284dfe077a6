package faastrain.provisioning;

/**
 * What a plan has to keep (FasDL eq. 12): T ≤ T_con and B^g ≤ B^g_max.
 *
 * @param deadlineSeconds the time that the training may take, T_con, s; infinite for any
 * @param maxGlobalBatch samples that the global batch may have, B^g_max
 */
public record Constraints(double deadlineSeconds, long maxGlobalBatch) {
    public Constraints {
        if (!(deadlineSeconds > 0) || maxGlobalBatch < 1) {
            throw new IllegalArgumentException("a deadline is above 0 s and a global batch at least 1: "
                    + deadlineSeconds + ", " + maxGlobalBatch);
        }
    }
}
