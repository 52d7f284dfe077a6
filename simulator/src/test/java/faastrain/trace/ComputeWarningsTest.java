package faastrain.trace;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.scenario.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComputeWarningsTest {
    private static final Path ITERATIONS = Path.of("..", "traces", "iterations");

    /** A second and a tenth of a second per sample. */
    private static double formula(int batch) {
        return 1 + 0.1 * batch;
    }

    private static IterationCells shipped(String file, String workloadModel) {
        return IterationCells.of(
                IterationTimes.read(ITERATIONS.resolve(file)),
                Optional.empty(),
                workloadModel,
                Place.of("run.yaml"),
                "compute");
    }

    @Test
    void aMissingCellIsNamedWithWhatItTakesInstead() {
        IterationCells cells = shipped("iteration-times-long.csv", "ResNet50");
        assertThat(ComputeWarnings.bootstrap(cells, 1769, List.of(128, 32), ComputeWarningsTest::formula))
                .containsExactly("the trace has no iterations of resnet50 with batch 128 at 1769 MB: they take the"
                        + " formula's mean of 13.8 s and the ratios of the nearest cell, batch 32 at 1769 MB");
    }

    @Test
    void fewIterationsAreSaidOfEachCellOnceWhenTheyAreDrawnFrom() {
        IterationCells cells = shipped("iteration-times-grid.csv", "ResNet50");
        assertThat(ComputeWarnings.bootstrap(cells, 1024, List.of(64, 60, 16), ComputeWarningsTest::formula))
                .containsExactly(
                        "the trace has no iterations of resnet50 with batch 60 at 1024 MB: they take the formula's mean"
                                + " of 7 s and the ratios of the nearest cell, batch 64 at 1024 MB",
                        "only 15 iterations of resnet50 with batch 16 at 1024 MB are in the trace: draws from fewer than"
                                + " 30 show little of how much they vary",
                        "only 15 iterations of resnet50 with batch 64 at 1024 MB are in the trace: draws from fewer than"
                                + " 30 show little of how much they vary");
    }

    @Test
    void aReplayThatOutlastsItsTraceSaysSo() {
        IterationCells cells = shipped("iteration-times-long.csv", "ResNet50");
        assertThat(replay(cells, List.of(Map.of(32, 250L)))).isEmpty();
        assertThat(replay(cells, List.of(Map.of(32, 251L))))
                .containsExactly(
                        "the run has more iterations than the trace: the trace's 250 iterations of resnet50 with"
                                + " batch 32 at 1769 MB are replayed in order again and again");
    }

    @Test
    void aWorkersBatchesThatShareACellAddUpAndOtherWorkersDoNot() {
        IterationCells cells = shipped("iteration-times-long.csv", "ResNet50");
        // 245 full batches and 6 short ones of one worker go through the same 250 iterations.
        assertThat(replay(cells, List.of(Map.of(32, 245L, 10, 6L))))
                .hasSize(2)
                .last()
                .asString()
                .contains("again and again");
        assertThat(replay(cells, List.of(Map.of(32, 245L), Map.of(32, 245L)))).isEmpty();
    }

    @Test
    void aFitIsToldWithItsParametersAndHowGoodItIs() {
        assertThat(ComputeWarnings.fitted(ResidualFit.of(shipped("iteration-times-grid.csv", "ResNet50"))))
                .isEqualTo(
                        "computation varies by a factor of mean 1 from the likeliest of three distributions fitted to"
                                + " 120 ratios of time to mean of the cell: gamma, shape 407.6 and scale 0.002453"
                                + " (log-likelihood 190.447; Weibull 190.148, lognormal 189.896); Kolmogorov-Smirnov distance"
                                + " 0.104, p = 0.14, which is optimistic because the parameters come from the same ratios");
        assertThat(ComputeWarnings.fitted(ResidualFit.of(shipped("iteration-times-long.csv", "SqueezeNet"))))
                .contains("p < 0.0001,")
                .endsWith(": it does not fit; bootstrap draws from the measured iterations themselves");
    }

    @Test
    void anotherModelsIterationsAreDoubted() {
        IterationCells cells = shipped("iteration-times-long.csv", "ResNet50");
        assertThat(ComputeWarnings.model(cells, "ResNet50")).isEmpty();
        assertThat(ComputeWarnings.model(cells, "BERT-Base"))
                .contains(
                        "the iterations of resnet50, the only model of iteration-times-long.csv, are taken for those of"
                                + " BERT-Base");
    }

    private static List<String> replay(IterationCells cells, List<Map<Integer, Long>> roles) {
        return ComputeWarnings.replay(cells, 1769, roles, ComputeWarningsTest::formula);
    }
}
