package faastrain.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every strategy on every task. */
class StrategiesLawsTest {
    /** FasDL's own searches have FasDL's own grid. */
    private static final Set<StrategyKind> ON_THE_PUBLISHED_GRID =
            EnumSet.of(StrategyKind.BRUTE_FORCE, StrategyKind.TWO_STAGE);

    @Provide
    Arbitrary<Task> tasks() {
        return AnyTasks.small();
    }

    @Provide
    Arbitrary<Task> onThePublishedGrid() {
        return AnyTasks.published();
    }

    @Property(tries = 150)
    void noStrategyIsCheaperThanTheExactOne(@ForAll("tasks") Task task) {
        checkAgainstExact(task, EnumSet.complementOf(EnumSet.copyOf(ON_THE_PUBLISHED_GRID)));
    }

    @Property(tries = 60)
    void noStrategyIsCheaperThanTheExactOneOnFinerGridsEither(@ForAll("onThePublishedGrid") Task task) {
        checkAgainstExact(task, EnumSet.allOf(StrategyKind.class));
    }

    private static void checkAgainstExact(Task task, Set<StrategyKind> kinds) {
        Outcome exact = new Exact().plan(task);
        for (StrategyKind kind : kinds) {
            Outcome outcome = kind.strategy().plan(task);
            if (outcome.feasible()) {
                assertThat(exact.feasible()).as(kind.id()).isTrue();
                assertThat(exact.offer().orElseThrow().priced().usd())
                        .as(kind.id())
                        .isLessThanOrEqualTo(
                                outcome.offer().orElseThrow().priced().usd());
            }
        }
    }

    @Property(tries = 60)
    void whatIsFeasibleKeepsEveryConstraint(@ForAll("onThePublishedGrid") Task task) {
        for (StrategyKind kind : StrategyKind.values()) {
            Outcome outcome = kind.strategy().plan(task);
            if (!outcome.feasible()) {
                continue;
            }
            PricedPlan priced = outcome.offer().orElseThrow().priced();

            assertThat(priced.seconds()).isLessThanOrEqualTo(task.constraints().deadlineSeconds());
            assertThat(priced.plan().globalBatch())
                    .isLessThanOrEqualTo(task.constraints().maxGlobalBatch());
            assertThat(priced.plan().aggregatorBatch()).isLessThanOrEqualTo(task.mostBatch());
            int fits = task.batches().largest(priced.plan().memoryMb());
            assertThat(priced.plan().aggregatorBatch()).isLessThanOrEqualTo(fits);
            assertThat(priced.plan().nonAggregatorBatch()).isLessThanOrEqualTo(fits);
        }
    }

    @Property(tries = 60)
    void theTwoStagesAreNeverCheaperThanBruteForceWhichPrunesAsTheyDo(@ForAll("onThePublishedGrid") Task task) {
        Outcome brute = new BruteForce().plan(task);
        Outcome stages = new TwoStage().plan(task);

        Optional<Double> least = brute.offer().map(offer -> offer.priced().usd());
        if (stages.feasible()) {
            assertThat(least.orElseThrow())
                    .isLessThanOrEqualTo(stages.offer().orElseThrow().priced().usd());
        }
        assertThat(stages.evaluated()).isLessThanOrEqualTo(5 * 2 * Math.max(1, brute.points()));
    }

    @Property(tries = 60)
    void whatIsNotFeasibleSaysWhy(@ForAll("tasks") Task task) {
        for (StrategyKind kind : StrategyKind.values()) {
            Outcome outcome = kind.strategy().plan(task);
            if (!outcome.feasible()) {
                assertThat(outcome.reason().orElseThrow()).as(kind.id()).isNotBlank();
            }
        }
    }
}
