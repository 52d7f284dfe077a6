package faastrain.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a strategy says when nothing fits. */
class ReasonsTest {
    private static String reason(
            Strategy strategy, TableFour workload, double deadlineSeconds, long global, int batch) {
        return strategy.plan(workload.task(128, 16, batch).withConstraints(new Constraints(deadlineSeconds, global)))
                .reason()
                .orElseThrow();
    }

    @Test
    void aDeadlineThatNeedsMoreWorkersThanTheGlobalBatchAllows() {
        assertThat(reason(FixedPattern.scatterReduce(), TableFour.BERT, 2500, 128, 16))
                .startsWith(
                        "needs at least 22 workers for this deadline; the global batch allows 8 (of 16 samples each;"
                                + " the fastest takes ");
        Task enough = TableFour.BERT.task(128, 16, 16).withConstraints(new Constraints(2500, 22 * 16));
        assertThat(FixedPattern.scatterReduce().plan(enough).feasible()).isTrue();
    }

    @Test
    void whereLargerBatchesOfTheOthersDoTheGlobalBatchIsWhatLacks() {
        assertThat(reason(new Exact(), TableFour.BERT, 2500, 128, 16))
                .startsWith("needs a global batch of at least 343 for this deadline; 128 are allowed");
        Task enough = TableFour.BERT.task(128, 16, 16).withConstraints(new Constraints(2500, 343));
        assertThat(new Exact().plan(enough).feasible()).isTrue();
    }

    @Test
    void aDeadlineThatNeedsALargerGlobalBatch() {
        assertThat(reason(FixedPattern.scatterReduce(), TableFour.MOBILENET, 2000, 512, 1000))
                .startsWith(
                        "needs a global batch of at least 576 for this deadline; 512 are allowed (the fastest takes");
    }

    @Test
    void aDeadlineThatNoGlobalBatchMeets() {
        assertThat(reason(FixedPattern.scatterReduce(), TableFour.MOBILENET, 20, 512, 1000))
                .startsWith("the fastest takes ")
                .endsWith(" s, and no larger global batch with up to 1000 workers meets this deadline");
    }

    @Test
    void oneFunctionCanOnlyBeFaster() {
        assertThat(reason(FixedPattern.standalone(), TableFour.MOBILENET, 200, 512, 1000))
                .matches("the fastest takes [0-9,]+ s");
    }

    @Test
    void aGlobalBatchThatIsTooSmallForTwoWorkers() {
        assertThat(reason(FixedPattern.scatterReduce(), TableFour.MOBILENET, 4000, 16, 1000))
                .isEqualTo("needs at least 2 workers of 16 samples each; the global batch of 16 allows 1");
        assertThat(reason(new TwoStage(), TableFour.MOBILENET, 4000, 30, 1000))
                .isEqualTo("needs at least 2 workers of at least 16 samples each (eq. 13); the global batch of 30"
                        + " allows 1");
    }

    @Test
    void aLargestBatchBelowTheGridsSmallest() {
        assertThat(reason(FixedPattern.scatterReduce(), TableFour.MOBILENET, 4000, 512, 8))
                .isEqualTo("batches of at most 8 are allowed and the smallest of the grid is 16");
    }

    @Test
    void fixedWorkersThatNeedALargerGlobalBatch() {
        assertThat(reason(new LargestMemory(), TableFour.MOBILENET, 4000, 80, 1000))
                .startsWith("10 workers with the smallest batch of 16 need a global batch of 160; 80 are allowed");
    }

    @Test
    void aMemoryThatFitsNoBatch() {
        Task bert = TableFour.BERT.task(128, 16, 32);
        Task small = bert.withGrid(bert.grid().withMemory(128, 2048));

        // (1,260.97 + 16 × 78.6333)·1.1 = 2,771.1 MB.
        assertThat(new Exact().plan(small).reason())
                .contains(
                        "no memory fits a batch of 16: training with it needs 2772 MB and functions have at most 2048 MB");
    }

    @Test
    void withoutAServerThereIsNoProvisionerOfServers() {
        assertThat(reason(new LambdaDnnProvisioner(), TableFour.BERT, 2500, 640, 32))
                .isEqualTo("the platform has no rates or prices of a parameter server");
    }
}
