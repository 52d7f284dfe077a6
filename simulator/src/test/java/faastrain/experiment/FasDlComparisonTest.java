package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.analytic.FasDl;
import faastrain.model.Job;
import faastrain.result.Comparison;
import faastrain.result.RunResult;
import faastrain.result.TermDifference;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The closed form beside the simulation. */
class FasDlComparisonTest {
    private static final Profiles PROFILES = AnyScenarios.shared();

    private static RunResult run(String... overrides) {
        return Replications.run(Sites.prepare(PROFILES, overrides), "test");
    }

    private static TermDifference row(List<TermDifference> rows, String term) {
        return rows.stream().filter(row -> row.term().equals(term)).findFirst().orElseThrow();
    }

    private static List<TermDifference> time(RunResult result) {
        return result.comparisons().get(0).time();
    }

    private static Offset<Double> rounding(double whole) {
        return within(1e-9 * whole);
    }

    /** Everything that makes closed form and simulation differ. */
    @Provide
    Arbitrary<String[]> overrides() {
        Arbitrary<List<String>> plan = Arbitraries.integers().between(1, 9).flatMap(workers -> Combinators.combine(
                        Arbitraries.integers().between(1, workers),
                        Arbitraries.integers().between(1, 60),
                        Arbitraries.integers().between(1, 90))
                .as((k, batch, other) -> List.of(
                        "plan.workers=" + workers,
                        "plan.aggregators=" + k,
                        "plan.batch=" + batch,
                        "plan.non-aggregator-batch="
                                + (k.equals(workers) ? "auto" : other < 45 ? "auto" : "" + other))));
        return Combinators.combine(
                        plan,
                        Arbitraries.of("protocol=bsp", "protocol=hap"),
                        Arbitraries.of("counting=paper", "counting=implementation"),
                        Arbitraries.of("last-batch=short", "last-batch=drop"),
                        Arbitraries.of("fluctuation=none", "fluctuation=none", "fluctuation=measured"),
                        Arbitraries.integers().between(1, 3))
                .as((fields, protocol, counting, last, fluctuation, replications) -> Stream.concat(
                                fields.stream(),
                                Stream.of(protocol, counting, last, fluctuation, "replications=" + replications))
                        .toArray(String[]::new));
    }

    @Property(tries = 250)
    void termsAddUpToTheWholePredictedAndSimulated(@ForAll("overrides") String[] overrides) {
        Comparison comparison = run(overrides).comparisons().get(0);
        for (List<TermDifference> rows : List.of(comparison.time(), comparison.cost())) {
            TermDifference total = rows.get(rows.size() - 1);
            assertThat(total.term()).isEqualTo("total");
            List<TermDifference> terms = rows.subList(0, rows.size() - 1);
            assertThat(terms.stream().mapToDouble(TermDifference::predicted).sum())
                    .isCloseTo(total.predicted(), rounding(total.predicted()));
            assertThat(terms.stream().mapToDouble(row -> row.simulated().mean()).sum())
                    .isCloseTo(
                            total.simulated().mean(), rounding(total.simulated().mean()));
            assertThat(terms.stream()
                            .mapToDouble(row -> row.difference().mean())
                            .sum())
                    .isCloseTo(
                            total.difference().mean(),
                            rounding(total.simulated().mean()));
        }
    }

    @Property(tries = 250)
    void aTermHasReasonsExactlyWhereItDiffers(@ForAll("overrides") String[] overrides) {
        Comparison comparison = run(overrides).comparisons().get(0);
        for (List<TermDifference> rows : List.of(comparison.time(), comparison.cost())) {
            double whole = rows.get(rows.size() - 1).predicted();
            for (TermDifference row : rows.subList(0, rows.size() - 1)) {
                double difference = Math.abs(row.difference().mean());
                if (difference > 1e-8 * whole) {
                    assertThat(row.reasons()).as(row.term()).isNotEmpty();
                } else if (difference < 1e-13 * whole) {
                    assertThat(row.reasons()).as(row.term()).isEmpty();
                }
            }
        }
    }

    @Property(tries = 150)
    void theWaitThatAReasonGivesInFiguresIsTheSimulatedOne(@ForAll("overrides") String[] overrides) {
        RunResult result = run(overrides);
        TermDifference wait = row(time(result), "wait");
        for (String reason : wait.reasons()) {
            int figure = reason.lastIndexOf(" = ");
            if (figure >= 0) {
                double seconds = Double.parseDouble(reason.substring(figure + 3).replace(" s", ""));
                assertThat(wait.difference().mean()).isCloseTo(seconds, within(1e-5 * seconds));
            }
        }
    }

    @Test
    void underBspWithEqualBatchesNothingTakesLongerThanTheEquations() {
        for (String k : List.of("1", "3", "5")) {
            assertThat(time(run("plan.aggregators=" + k)))
                    .allMatch(row -> row.reasons().isEmpty())
                    .allMatch(row -> Math.abs(row.difference().mean()) < 1e-9 * 1000);
        }
    }

    @Test
    void underHapNoFigureIsGivenWhereAggregatorsHaveUnequalSharesOfTheLastBatch() {
        // 1,000 samples in batches of 27 leave one sample, which worker 0 has alone.
        String[] overrides = {
            "protocol=hap", "plan.workers=6", "plan.aggregators=3", "plan.batch=3", "plan.non-aggregator-batch=6"
        };
        TermDifference wait = row(time(run(overrides)), "wait");
        assertThat(wait.difference().mean()).isCloseTo(5.0, within(1e-9));
        assertThat(wait.reasons()).singleElement().asString().doesNotContain(" = ");
    }

    @Test
    void underHapTheFirstIterationsWaitIsGivenInFigures() {
        // Δ = 2·3 = 6 s, less 2·0.875 s, in each of two epochs.
        TermDifference wait = row(time(run("protocol=hap")), "wait");
        assertThat(wait.difference().mean()).isCloseTo(2 * (6 - 1.75), within(1e-9));
        assertThat(wait.reasons())
                .singleElement()
                .asString()
                .endsWith("2 × max(0, Δ − (K−1)τ) = 2 × 4.25000 s = 8.50000 s");
    }

    @Test
    void nonAggregatorsThatSetThePaceAreTheReasonOfTheWait() {
        RunResult result = run("protocol=hap", "plan.non-aggregator-batch=20");
        assertThat(FasDl.nonAggregatorsSetThePace(result.job())).isTrue();
        TermDifference wait = row(time(result), "wait");
        assertThat(wait.reasons()).singleElement().asString().contains("set the pace");
    }

    @Test
    void underTheImplementationsAccountAShortLastBatchAloneIsNotCalledAnotherBatch() {
        // 1,000 samples in global batches of 9·10 leave 10: two for the aggregator, and one for each of eight others.
        RunResult result = run("counting=implementation", "plan.workers=9", "plan.aggregators=1", "plan.batch=10");
        Job job = result.job();
        assertThat(job.schedule().lastBatch(0)).isEqualTo(2);
        assertThat(job.schedule().lastBatch(1)).isEqualTo(1);
        TermDifference train = row(time(result), "train");
        assertThat(train.difference().mean()).isCloseTo(2 * (2 * (1 + 2) - 2 * (2 + 2)), within(1e-9));
        assertThat(train.reasons())
                .singleElement()
                .asString()
                .contains("last, short batch")
                .doesNotContain("batch of 10");
    }

    @Test
    void underTheImplementationsAccountLoadingWaitingAndFlatteningHaveTheirReasons() {
        List<TermDifference> rows = time(run("counting=implementation"));
        assertThat(row(rows, "load").reasons()).containsExactly("the published code's prediction leaves loading out");
        assertThat(row(rows, "wait").reasons().get(0)).startsWith("the code's empirical waiting term");
        // Not profiled for this workload, so that nothing is predicted either.
        assertThat(row(rows, "flatten").reasons()).isEmpty();
        assertThat(time(run()).stream().map(TermDifference::term))
                .containsExactly("load", "train", "upload", "aggregate", "download", "wait", "total");
    }

    @Test
    void onlyWhatFluctuatesIsSaidTo() {
        List<TermDifference> rows = time(run("fluctuation=measured"));
        assertThat(row(rows, "upload").reasons()).singleElement().asString().contains("fluctuate");
        assertThat(row(rows, "train").reasons()).isEmpty();
    }

    @Test
    void requestsThatTheEquationsLeaveOutAreTheReasonsOfTheirItems() {
        List<TermDifference> bsp = run().comparisons().get(0).cost();
        assertThat(row(bsp, "storage_put").reasons()).isEmpty();
        // Two epochs of five loads.
        assertThat(row(bsp, "storage_get").difference().mean()).isCloseTo(2 * 5 * 4e-7, within(1e-15));
        assertThat(row(bsp, "storage_get").reasons()).hasSize(1);
        assertThat(row(bsp, "function_requests").difference().mean()).isCloseTo(2 * 5 * 2e-7, within(1e-15));
        List<TermDifference> hap = run("protocol=hap").comparisons().get(0).cost();
        // Less the three downloads of two non-aggregators.
        assertThat(row(hap, "storage_get").difference().mean()).isCloseTo((2 * 5 - 2 * 3) * 4e-7, within(1e-15));
        assertThat(row(hap, "storage_get").reasons()).hasSize(2);
    }
}
