package faastrain.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IterationCellsTest {
    private static final Path ITERATIONS = Path.of("..", "traces", "iterations");
    private static final Place PLACE = Place.of("run.yaml", 7);
    private static final String FIELD = "compute.model";

    private static IterationTimes shipped(String name) {
        return IterationTimes.read(ITERATIONS.resolve(name));
    }

    private static IterationCells find(IterationTimes trace, String workloadModel) {
        return IterationCells.of(trace, Optional.empty(), workloadModel, PLACE, FIELD);
    }

    private static String refusal(IterationTimes trace, Optional<String> model, String workloadModel) {
        List<String> messages = new ArrayList<>();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> IterationCells.of(trace, model, workloadModel, PLACE, FIELD))
                .satisfies(thrown -> messages.add(thrown.getMessage()));
        return messages.get(0);
    }

    private static IterationTimes.Row row(String model, int memoryMb, int batch, double seconds) {
        return new IterationTimes.Row(2, model, 1, memoryMb, 1, 1, batch, 0, seconds);
    }

    private static IterationTimes trace(IterationTimes.Row... rows) {
        return new IterationTimes(new TraceSource("t.csv", ""), List.of(rows));
    }

    @Test
    void theWorkloadsNamesFindTheModelsOfTheShippedTrace() {
        IterationTimes grid = shipped("iteration-times-grid.csv");
        assertThat(find(grid, "ResNet50").model()).isEqualTo("resnet50");
        assertThat(find(grid, "SqueezeNet").model()).isEqualTo("squeezenet1_1");
        assertThat(find(grid, "MobileNet").model()).isEqualTo("mobilenet_v2");
        assertThat(find(grid, "BERT-Base").model()).isEqualTo("bert_base");
    }

    @Test
    void theLongTraceHolds250IterationsOfResNet50InTheOrderOfTheFile() {
        IterationTimes trace = shipped("iteration-times-long.csv");
        IterationCells cells = find(trace, "ResNet50");
        IterationCells.Cell cell = cells.cell(1769, 32).orElseThrow();
        List<Double> rows = trace.rows().stream()
                .filter(row -> row.model().equals("resnet50"))
                .map(IterationTimes.Row::computeSeconds)
                .toList();
        assertThat(cells.cells()).hasSize(1);
        assertThat(cell.iterations()).isEqualTo(250).isEqualTo(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertThat(cell.seconds(i)).isEqualTo(rows.get(i));
        }
    }

    @Test
    void aCellKeepsItsOrderWhenCellsAreMixedAndKnowsItsMean() {
        IterationCells cells =
                find(trace(row("a", 512, 8, 3), row("a", 512, 4, 5), row("b", 512, 8, 9), row("a", 512, 8, 1)), "A");
        IterationCells.Cell cell = cells.cell(512, 8).orElseThrow();
        assertThat(cells.cells()).extracting(IterationCells.Cell::batch).containsExactly(8, 4);
        assertThat(cell.seconds(0)).isEqualTo(3);
        assertThat(cell.seconds(1)).isEqualTo(1);
        assertThat(cell.meanSeconds()).isEqualTo((3 + 1) / 2.0);
        assertThat(cell.ratio(0)).isEqualTo(3 / 2.0);
        assertThat(cells.cell(512, 16)).isEmpty();
    }

    @Test
    void theOnlyModelIsTakenWhateverItsName() {
        assertThat(find(trace(row("other", 512, 8, 3)), "ResNet50").model()).isEqualTo("other");
    }

    @Test
    void aNameThatTheTraceLacksIsRefusedWithTheNearest() {
        assertThat(refusal(shipped("iteration-times-long.csv"), Optional.of("resnet5"), "ResNet50"))
                .isEqualTo(
                        "run.yaml:7: compute.model: iteration-times-long.csv has no iterations of \"resnet5\"; did you"
                                + " mean \"resnet50\"? (it has: squeezenet1_1, resnet50)");
    }

    @Test
    void aModelThatTheWorkloadsNameLeavesOpenIsRefused() {
        assertThat(refusal(shipped("logistic-regression-times.csv"), Optional.empty(), "LR-Higgs"))
                .isEqualTo(
                        "run.yaml:7: compute.model: logistic-regression-times.csv has several models whose name begins"
                                + " like the workload's \"LR-Higgs\"; name the one that is meant (it has: lr_higgs_numpy,"
                                + " lr_higgs_pytorch, lr_higgs_pytorch_loader)");
        assertThat(refusal(shipped("iteration-times-long.csv"), Optional.empty(), "MobileNet"))
                .contains("has no model whose name begins like the workload's \"MobileNet\"");
    }

    @Test
    void equallyNearCellsAreDecidedByTheSmallerMemoryThenTheSmallerBatch() {
        IterationCells cells = find(
                trace(row("a", 2048, 16, 1), row("a", 1024, 32, 1), row("a", 512, 16, 1), row("a", 1024, 8, 1)), "a");
        // All four are a factor of 2 away from 1024 MB and batch 16.
        assertThat(cells.nearest(1024, 16).memoryMb()).isEqualTo(512);
        IterationCells batches = find(trace(row("a", 1024, 27, 1), row("a", 1024, 12, 1)), "a");
        // 18/12 = 27/18 = 1.5.
        assertThat(batches.nearest(1024, 18).batch()).isEqualTo(12);
    }

    @Test
    void distanceIsByRatioAndNotByDifference() {
        IterationCells cells = find(trace(row("a", 1024, 16, 1), row("a", 1024, 256, 1)), "a");
        // 80 is 64 above 16 and 176 below 256, yet 80/16 = 5 and 256/80 = 3.2.
        assertThat(cells.nearest(1024, 80).batch()).isEqualTo(256);
    }

    @Property(tries = 200)
    void theNearestCellIsTheCellItselfOrNoOtherIsNearer(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 10_000) Integer> memories,
            @ForAll @IntRange(min = 1, max = 10_000) int memoryMb,
            @ForAll @IntRange(min = 1, max = 1000) int batch) {
        IterationTimes.Row[] rows = memories.stream()
                .map(memory -> row("a", memory, 1 + memory % 100, 1))
                .toArray(IterationTimes.Row[]::new);
        IterationCells cells = find(trace(rows), "a");
        double nearest = distance(cells.nearest(memoryMb, batch), memoryMb, batch);
        for (IterationCells.Cell cell : cells.cells()) {
            assertThat(distance(cell, memoryMb, batch)).isGreaterThanOrEqualTo(nearest - 1e-12);
            assertThat(cells.nearest(cell.memoryMb(), cell.batch())).isSameAs(cell);
            assertThat(distance(cell, cell.memoryMb(), cell.batch())).isCloseTo(0, within(0.0));
        }
    }

    private static double distance(IterationCells.Cell cell, int memoryMb, int batch) {
        return Math.hypot(Math.log((double) cell.memoryMb() / memoryMb), Math.log((double) cell.batch() / batch));
    }
}
