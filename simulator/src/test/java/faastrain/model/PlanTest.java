package faastrain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Who aggregates, and the batches. */
class PlanTest {
    @Test
    void theFirstWorkersAggregate() {
        Plan plan = new Plan(7, 1536, 4, 128, 170);
        assertThat(plan.isAggregator(3)).isTrue();
        assertThat(plan.isAggregator(4)).isFalse();
        assertThat(plan.batch(3)).isEqualTo(128);
        assertThat(plan.batch(4)).isEqualTo(170);
        assertThat(plan.nonAggregators()).isEqualTo(3);
        assertThat(plan.globalBatch()).isEqualTo(4 * 128 + 3 * 170);
    }

    @Test
    void whereAllAggregateThereIsOnlyTheAggregatorsBatch() {
        assertThat(new Plan(4, 1000, 4, 32, 99)).isEqualTo(new Plan(4, 1000, 4, 32, 32));
        assertThat(new Plan(4, 1000, 3, 32, 99).nonAggregatorBatch()).isEqualTo(99);
    }

    @Test
    void anotherBatchOfTheNonAggregatorsChangesNothingElse() {
        assertThat(new Plan(4, 1000, 3, 32, 32).withNonAggregatorBatch(99)).isEqualTo(new Plan(4, 1000, 3, 32, 99));
    }

    @Test
    void globalBatchesBeyondAnIntAreCounted() {
        assertThat(new Plan(4_000, 1000, 2_000, 1_000_000, 1_000_001).globalBatch())
                .isEqualTo(2_000L * 1_000_000 + 2_000L * 1_000_001);
    }

    @Test
    void aPlanNeedsAWorkerAnAggregatorMemoryAndBatches() {
        int[][] wrong = {
            {0, 1000, 1, 8, 8},
            {2, 1000, 0, 8, 8},
            {2, 1000, 3, 8, 8},
            {2, 0, 1, 8, 8},
            {2, 1000, 1, 0, 8},
            {2, 1000, 1, 8, 0}
        };
        for (int[] of : wrong) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Plan(of[0], of[1], of[2], of[3], of[4]));
        }
        assertThat(new Plan(1, 1, 1, 1, 1).globalBatch()).isEqualTo(1);
    }
}
