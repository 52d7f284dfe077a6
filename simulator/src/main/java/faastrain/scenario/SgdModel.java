package faastrain.scenario;

/** The model that is really trained. */
public enum SgdModel implements Choice {
    /** Logistic regression for two classes (LambdaML). */
    LOGISTIC_REGRESSION("logistic-regression", "logistic regression for two classes (LambdaML)"),
    /** A linear support vector machine for two classes (LambdaML). */
    LINEAR_SVM("linear-svm", "a linear support vector machine for two classes (LambdaML)"),
    /** K-means clustering; with the algorithm ga-sgd only (LambdaML). */
    K_MEANS("k-means", "k-means clustering; with the algorithm ga-sgd only (LambdaML)");

    private final String id;
    private final String description;

    SgdModel(String id, String description) {
        this.id = id;
        this.description = description;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }
}
