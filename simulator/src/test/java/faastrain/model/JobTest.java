package faastrain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.ProtocolKind;
import faastrain.trace.AffineCurve;
import faastrain.trace.ComputeCoefficients;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a job says of itself. */
class JobTest {
    private static Job job(int epochs, int workers, int memoryMb) {
        return new Job(
                new Workload(12, 10, 100, new ComputeCoefficients(1000, 2, -500), Optional.empty()),
                new Plan(workers, memoryMb, Math.min(3, workers), 8, 13),
                new FunctionLink(new AffineCurve(0.5, 2), new AffineCurve(0.25, 8), 0, 0),
                new Prices(1, 0, 0, 1, 1, 0),
                epochs,
                ProtocolKind.BSP,
                Counting.PAPER,
                LastBatch.SHORT);
    }

    @Test
    void aShardIsTheModelOverTheAggregators() {
        Job job = job(1, 5, 1000);
        assertThat(job.shardMib()).isEqualTo(12.0 / 3);
        assertThat(job.shardUploadSeconds()).isEqualTo(0.5 + 4.0 / 2);
        assertThat(job.shardDownloadSeconds()).isEqualTo(0.25 + 4.0 / 8);
    }

    @Test
    void computationIsEquationFourAndNoSamplesTakeNoTime() {
        Job job = job(1, 5, 1000);
        assertThat(job.computeSeconds(8)).isEqualTo(1000 * (8 + 2.0) / (1000 - 500));
        assertThat(job.computeSeconds(0)).isZero();
    }

    @Test
    void oneFunctionCommunicatesWithNobody() {
        assertThat(job(1, 1, 1000).communicates()).isFalse();
        assertThat(job(1, 2, 1000).communicates()).isTrue();
    }

    @Test
    void memoryMustExceedWhatEquationFourTakesOff() {
        assertThatIllegalArgumentException().isThrownBy(() -> job(1, 5, 500)).withMessageContaining("M + m > 0");
        assertThat(job(1, 5, 501).computeSeconds(8)).isEqualTo(1000 * (8 + 2.0));
    }

    @Test
    void aJobNeedsAnEpoch() {
        assertThatIllegalArgumentException().isThrownBy(() -> job(0, 5, 1000)).withMessageContaining("one epoch");
    }

    @Test
    void anotherPlanLeavesTheRestAsItIs() {
        Job job = job(2, 5, 1000);
        assertThat(job.withPlan(job(2, 4, 1000).plan())).isEqualTo(job(2, 4, 1000));
    }

    @Test
    void aWorkloadNeedsAModelAndASampleAndMayHaveNoData() {
        ComputeCoefficients compute = new ComputeCoefficients(1, 0, 0);
        assertThat(new Workload(0.1, 0, 1, compute, Optional.empty()).dataMib()).isZero();
        double[][] wrong = {{0, 1, 1}, {1, -0.1, 1}, {1, 1, 0}, {Double.NaN, 1, 1}, {1, Double.NaN, 1}};
        for (double[] of : wrong) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Workload(of[0], of[1], (long) of[2], compute, Optional.empty()));
        }
    }
}
