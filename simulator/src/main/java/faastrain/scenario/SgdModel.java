package faastrain.scenario;

/** Which model is really trained inside the simulation. */
public enum SgdModel implements Choice {
    /** Log-loss of a linear score, two classes. */
    LOGISTIC_REGRESSION("logistic-regression", "log-loss of a linear score, two classes"),
    /** Hinge loss of a linear score, two classes. */
    LINEAR_SVM("linear-svm", "hinge loss of a linear score, two classes"),
    /** Mini-batch k-means: centroids that are running means (Sculley, WWW 2010); labels are ignored. */
    K_MEANS("k-means", "mini-batch k-means: centroids that are running means (Sculley, WWW 2010); labels are ignored");

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
