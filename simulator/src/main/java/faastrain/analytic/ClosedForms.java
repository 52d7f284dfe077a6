package faastrain.analytic;

import faastrain.model.Job;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The closed forms of the papers, and which of them are one of a job. */
public final class ClosedForms {
    private ClosedForms() {}

    /** The id of every closed form with what it is of. */
    public static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(FasDl.ID, "K-Reduce over object storage or ElastiCache (Chen et al., FasDL, 2024)");
        all.put(LambdaMl.FAAS_ID, "functions that exchange through storage (Jiang et al., LambdaML, 2021)");
        all.put(LambdaMl.IAAS_ID, "virtual machines with a ring all-reduce (Jiang et al., LambdaML, 2021)");
        all.put(LambdaDnn.ID, "functions with a parameter server (Xu et al., λDNN, 2022)");
        return Collections.unmodifiableMap(all);
    }

    /** What the closed forms that apply say of a job; none for what no paper has an equation of. */
    public static List<Prediction> of(Job job) {
        List<Prediction> predictions = new ArrayList<>();
        if (FasDl.applies(job)) {
            predictions.add(FasDl.predict(job));
        }
        if (LambdaMl.faasApplies(job)) {
            predictions.add(LambdaMl.faas(job));
        }
        if (LambdaMl.iaasApplies(job)) {
            predictions.add(LambdaMl.iaas(job));
        }
        if (LambdaDnn.applies(job)) {
            predictions.add(LambdaDnn.predict(job));
        }
        return predictions;
    }
}
