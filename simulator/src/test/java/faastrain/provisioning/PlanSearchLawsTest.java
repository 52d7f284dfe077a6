package faastrain.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The search by bounds against plain enumeration, plan by plan and bit by bit. */
class PlanSearchLawsTest {
    @Provide
    Arbitrary<Task> tasks() {
        return AnyTasks.small();
    }

    @Property(tries = 300)
    void theCheapestPlanIsThatOfPlainEnumeration(@ForAll("tasks") Task task) {
        Optional<PricedPlan> cheapest = feasible(task).stream().min(PricedPlan.CHEAPER);

        Outcome exact = new Exact().plan(task);

        assertThat(exact.offer().map(Offer::priced)).isEqualTo(cheapest);
        assertThat(exact.reason().isPresent()).isEqualTo(cheapest.isEmpty());
    }

    @Property(tries = 100)
    void theCheapestHundredAreThoseOfPlainEnumeration(@ForAll("tasks") Task task) {
        List<PricedPlan> hundred =
                feasible(task).stream().sorted(PricedPlan.CHEAPER).limit(100).toList();

        assertThat(KReduceSpace.all(task).cheapest(100)).isEqualTo(hundred);
    }

    @Property(tries = 100)
    void theFastestPlanIsThatOfPlainEnumeration(@ForAll("tasks") Task task) {
        Optional<PricedPlan> fastest = Enumeration.of(task).stream().min(PricedPlan.FASTER);

        assertThat(KReduceSpace.all(task).fastest()).isEqualTo(fastest);
    }

    @Property(tries = 100)
    void theFrontIsThatOfPlainEnumeration(@ForAll("tasks") Task task) {
        List<PricedPlan> front = new ArrayList<>();
        Enumeration.of(task).stream().sorted(PricedPlan.FASTER).forEach(plan -> {
            if (front.isEmpty() || plan.usd() < front.get(front.size() - 1).usd()) {
                front.add(plan);
            }
        });

        List<PricedPlan> found = KReduceSpace.all(task).front(0);

        assertThat(found.stream().map(PricedPlan::seconds))
                .isEqualTo(front.stream().map(PricedPlan::seconds).toList());
        assertThat(found.stream().map(PricedPlan::usd))
                .isEqualTo(front.stream().map(PricedPlan::usd).toList());
    }

    @Property(tries = 100)
    void aFrontWithATolerancePassesOverNoPlanThatIsCheaperByMore(@ForAll("tasks") Task task) {
        List<PricedPlan> front = KReduceSpace.all(task).front(0.05);

        for (PricedPlan plan : Enumeration.of(task)) {
            Optional<PricedPlan> asFast = front.stream()
                    .filter(one -> one.seconds() <= plan.seconds())
                    .min(Comparator.comparingDouble(PricedPlan::usd));
            assertThat(asFast).isPresent();
            assertThat(asFast.get().usd() * 0.95).isLessThanOrEqualTo(plan.usd());
        }
    }

    @Property(tries = 150)
    void theFixedPatternsAreThoseOfPlainEnumeration(@ForAll("tasks") Task task) {
        assertThat(offered(FixedPattern.allReduce(), task)).isEqualTo(equalBatches(task, 2, 1));
        assertThat(offered(FixedPattern.scatterReduce(), task)).isEqualTo(equalBatches(task, 2, Integer.MAX_VALUE));
        assertThat(offered(FixedPattern.standalone(), task)).isEqualTo(equalBatches(task, 1, 1));
    }

    @Property(tries = 150)
    void pointsAreCountedWhetherEvaluatedOrCut(@ForAll("tasks") Task task) {
        long points = Enumeration.points(task);

        KReduceSpace space = KReduceSpace.all(task);
        space.fastest();

        assertThat(space.points()).isEqualTo(points);
        assertThat(space.evaluated()).isLessThanOrEqualTo(points);
    }

    private static Optional<PricedPlan> offered(Strategy strategy, Task task) {
        return strategy.plan(task).offer().map(Offer::priced);
    }

    /** The cheapest feasible plan with equal batches, several workers or one, and one or all of them aggregating. */
    private static Optional<PricedPlan> equalBatches(Task task, int leastWorkers, int aggregators) {
        return feasible(task).stream()
                .filter(priced -> leastWorkers == 1
                        ? priced.plan().workers() == 1
                        : priced.plan().workers() >= leastWorkers)
                .filter(priced -> priced.plan().aggregators()
                        == Math.min(aggregators, priced.plan().workers()))
                .filter(priced ->
                        priced.plan().aggregatorBatch() == priced.plan().nonAggregatorBatch())
                .min(PricedPlan.CHEAPER);
    }

    private static List<PricedPlan> feasible(Task task) {
        return Enumeration.of(task).stream()
                .filter(plan -> plan.seconds() <= task.constraints().deadlineSeconds())
                .toList();
    }
}
