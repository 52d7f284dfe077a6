package faastrain.learning;

import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.SgdModel;

/**
 * What is trained, and how.
 *
 * @param model loss and parameters
 * @param algorithm what is exchanged; k-means has gradient averaging alone
 * @param rate learning rate, above 0; k-means has none, its rate is one over a cluster's count
 * @param regularisation λ ≥ 0. Gradient and model averaging minimise the mean loss + λ/2·‖w‖², ADMM the mean loss +
 *     λ/W·‖w‖₁; the bias w_0 is in neither norm. k-means has none
 * @param rho penalty ρ > 0 of ADMM
 * @param clusters centroids of k-means, at least 1
 * @param shuffled whether each epoch takes the samples in an order of its own; otherwise in that of the file
 */
public record SgdSettings(
        SgdModel model,
        AlgorithmKind algorithm,
        double rate,
        double regularisation,
        double rho,
        int clusters,
        boolean shuffled) {
    public SgdSettings {
        if (model == SgdModel.K_MEANS && algorithm != AlgorithmKind.GA_SGD) {
            throw new IllegalArgumentException(
                    "k-means is trained by " + AlgorithmKind.GA_SGD.id() + " alone, not by " + algorithm.id());
        }
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the learning rate must be finite and above 0: " + rate);
        }
        if (!(regularisation >= 0 && regularisation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the regularisation must be finite and not negative: " + regularisation);
        }
        if (!(rho > 0 && rho < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rho must be finite and above 0: " + rho);
        }
        if (clusters < 1) {
            throw new IllegalArgumentException("at least one cluster is needed: " + clusters);
        }
    }

    /**
     * Numbers that the model has: a weight for each feature and a bias; for k-means a sum for each feature and a count,
     * for each cluster.
     *
     * @param features features of the data set
     */
    public long parameters(int features) {
        return model == SgdModel.K_MEANS ? clusters * (features + 1L) : features + 1L;
    }
}
