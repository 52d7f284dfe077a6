package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.result.Comparison;
import faastrain.result.RunResult;
import faastrain.result.TermDifference;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever disturbs functions, a term of FasDL's, LambdaML's or λDNN's form that differs has a reason. */
class LifeReasonsLawsTest {
    private static final Profiles PROFILES = AnyScenarios.shared();

    @Provide
    Arbitrary<AnyScenarios.Any> scenarios() {
        return AnyScenarios.withClosedForm();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void noTermDiffersWithoutAReason(@ForAll("scenarios") AnyScenarios.Any scenario) {
        RunResult result = Replications.run(scenario.prepare(PROFILES), "test");
        for (Comparison comparison : result.comparisons()) {
            for (List<TermDifference> rows : List.of(comparison.time(), comparison.cost())) {
                double whole = rows.get(rows.size() - 1).predicted();
                for (TermDifference row : rows.subList(0, rows.size() - 1)) {
                    double difference = Math.abs(row.difference().mean());
                    if (difference > 1e-8 * whole) {
                        assertThat(row.reasons())
                                .as(
                                        "%s of %s: %s for %s",
                                        row.term(), comparison.prediction().model(), difference, whole)
                                .isNotEmpty();
                    } else if (difference < 1e-13 * whole) {
                        assertThat(row.reasons()).as(row.term()).isEmpty();
                    }
                }
            }
        }
    }

    @Example
    void whatAnEndedFunctionHadComputedOfARoundIsComputedAgainAfterACrash() {
        RunResult result = ShippedScenariosTest.run(
                "quickstart.yaml",
                "plan={workers: 1, memory: 3008 MB, batch: 125}",
                "pattern=scatter-reduce",
                "protocol=bsp",
                "epochs=1",
                "algorithm.kind=ma-sgd",
                "re-invocation=deadline-margin",
                "lifetime.margin=750 s",
                "faults.crash-worker=0",
                "faults.crash-time=400 s");

        TermDifference train = result.comparisons().stream()
                .filter(comparison -> comparison.prediction().model().equals("lambdaml-faas"))
                .flatMap(comparison -> comparison.time().stream())
                .filter(row -> row.term().equals("train"))
                .findFirst()
                .orElseThrow();
        // Two functions of 150 s, a part of them loading, had ended in the round that the third one's crash takes back.
        assertThat(train.difference().mean()).isBetween(290.0, 300.0);
        assertThat(train.reasons())
                .containsExactly(
                        "a round that is begun anew after a crash is computed anew, also what a function that has"
                                + " ended had computed of it");
    }
}
