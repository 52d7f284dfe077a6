package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.analytic.FasDl;
import faastrain.analytic.Prediction;
import faastrain.model.Job;
import faastrain.scenario.Counting;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plans of FasDL's Table IV, predicted with the platform that is shipped. The paper prints no number of epochs; 20
 * for the models on CIFAR-10 and 5 for BERT-Base fit its figures. Numbers measured stand beside each finding.
 */
class PublishedPlansTest {
    /** A row of the table with its deadline in seconds, largest global batch, and plans of the three patterns. */
    private record Row(
            String workload, int epochs, double deadline, int largest, Plan kReduce, Plan scatter, List<Plan> all) {
        Stream<Plan> others() {
            return Stream.concat(Stream.of(scatter), all.stream());
        }
    }

    private record Plan(int workers, int memory, int batch, int aggregators, int other) {}

    private static Plan scatterReduce(int workers, int memory, int batch) {
        return new Plan(workers, memory, batch, workers, batch);
    }

    private static Plan allReduce(int workers, int memory, int batch) {
        return new Plan(workers, memory, batch, 1, batch);
    }

    private static final Row BERT = new Row(
            "bert-base-cola", 5, 2500, 640, new Plan(10, 10_240, 32, 4, 84), scatterReduce(15, 10_240, 32), List.of());
    private static final Row RESNET50 = new Row(
            "resnet50-cifar10", 20, 8000, 1024, new Plan(7, 1536, 128, 4, 170), scatterReduce(8, 1664, 128), List.of());
    private static final Row MOBILENET = new Row(
            "mobilenet-cifar10",
            20,
            4000,
            512,
            new Plan(3, 1920, 128, 1, 192),
            scatterReduce(4, 2048, 128),
            List.of(allReduce(4, 1920, 128)));
    private static final Row SQUEEZENET = new Row(
            "squeezenet-cifar10",
            20,
            3000,
            384,
            new Plan(2, 768, 128, 1, 201),
            scatterReduce(2, 1792, 128),
            List.of(allReduce(3, 640, 128)));

    static List<Row> rows() {
        return List.of(BERT, RESNET50, MOBILENET, SQUEEZENET);
    }

    private static Setting setting(Row row, Plan plan, Counting counting) {
        return Sites.prepareText(Sites.SHIPPED, """
                name: published
                workload: %s
                epochs: %d
                protocol: hap
                counting: %s
                plan: {workers: %d, memory: %d MB, batch: %d, aggregators: %d, non-aggregator-batch: %d, max-global-batch: %d}
                """.formatted(
                        row.workload(),
                        row.epochs(),
                        counting.id(),
                        plan.workers(),
                        plan.memory(),
                        plan.batch(),
                        plan.aggregators(),
                        plan.other(),
                        row.largest()));
    }

    private static Prediction predicted(Row row, Plan plan, Counting counting) {
        return FasDl.predictRealIterations(setting(row, plan, counting).job());
    }

    /** Measured: 0.80 (BERT-Base), 0.997 (ResNet50), 0.94 (MobileNet) and 0.92 (SqueezeNet) of the deadline. */
    @ParameterizedTest
    @MethodSource("rows")
    void everyKReducePlanMeetsItsDeadlineAndUsesMostOfIt(Row row) {
        double seconds = predicted(row, row.kReduce(), Counting.PAPER).timeSeconds();
        assertThat(seconds / row.deadline()).isBetween(0.79, 1.0);
    }

    /** Measured: 7,977.5 s. */
    @Test
    void resNet50sPlanTakesItsDeadlineToOnePercent() {
        double seconds = predicted(RESNET50, RESNET50.kReduce(), Counting.PAPER).timeSeconds();
        assertThat(seconds).isBetween(0.99 * 8000, 8000.0);
    }

    /** Measured: 0.80, 0.91, 0.95 and 0.92 of the deadline. */
    @ParameterizedTest
    @MethodSource("rows")
    void everyScatterReducePlanMeetsItsDeadline(Row row) {
        double seconds = predicted(row, row.scatter(), Counting.PAPER).timeSeconds();
        assertThat(seconds / row.deadline()).isBetween(0.79, 1.0);
    }

    /** Measured: MobileNet's 1.9 % late with the curves fitted here, SqueezeNet's 4.4 % early. */
    @Test
    void theAllReducePlansMissOrMeetTheirDeadlineByAFewPercent() {
        assertThat(predicted(MOBILENET, MOBILENET.all().get(0), Counting.PAPER).timeSeconds() / 4000)
                .isBetween(1.0, 1.03);
        assertThat(predicted(SQUEEZENET, SQUEEZENET.all().get(0), Counting.PAPER)
                                .timeSeconds()
                        / 3000)
                .isBetween(0.93, 1.0);
    }

    /**
     * Measured, K-Reduce against the cheapest other, dollars: BERT-Base 3.35 to 5.13, ResNet50 1.55 to 1.94, MobileNet
     * 0.39 to 0.55, SqueezeNet 0.10 to 0.13.
     */
    @ParameterizedTest
    @EnumSource(Counting.class)
    void everyKReducePlanIsCheaperThanThoseOfTheOtherPatternsByASixthOrMore(Counting counting) {
        for (Row row : rows()) {
            double cheapest = row.others()
                    .mapToDouble(plan -> predicted(row, plan, counting).costUsd())
                    .min()
                    .orElseThrow();
            assertThat(predicted(row, row.kReduce(), counting).costUsd())
                    .as(row.workload())
                    .isLessThan(cheapest * 5 / 6);
        }
    }

    /** Measured: eq. 16 gives 91, 205 and 199 for 84, 170 and 192; the global batch caps the first two below. */
    @Test
    void thePublishedNonAggregatorBatchesKeepEquationSixteenButSqueezeNets() {
        for (Row row : List.of(BERT, RESNET50, MOBILENET)) {
            Job job = setting(row, row.kReduce(), Counting.PAPER).job();
            assertThat(FasDl.nonAggregatorsSetThePace(job)).as(row.workload()).isFalse();
        }
        // Eq. 16 gives 192 with the curves fitted here, which lets 201 set the pace.
        Setting squeezeNet = setting(SQUEEZENET, SQUEEZENET.kReduce(), Counting.PAPER);
        assertThat(FasDl.balancedBatch(squeezeNet.job())).isBetween(185L, 200L);
        assertThat(squeezeNet.warnings()).anyMatch(words -> words.contains("they set the pace"));
    }

    /** Measured: 1.7 %, 0.06 % and 0.25 % longer; SqueezeNet's, whose non-aggregator sets the pace, 3.1 %. */
    @ParameterizedTest
    @MethodSource("rows")
    void theSimulationOfEveryKReducePlanMeetsTheDeadlineToo(Row row) {
        Setting setting = setting(row, row.kReduce(), Counting.PAPER);
        double simulated =
                Replications.run(setting, "test").replications().get(0).timeSeconds();
        double closed = FasDl.predict(setting.job()).timeSeconds();
        assertThat(simulated).isLessThan(row.deadline());
        assertThat(simulated / closed).isBetween(1.0, 1.04);
    }
}
