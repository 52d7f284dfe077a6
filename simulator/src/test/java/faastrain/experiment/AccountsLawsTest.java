package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.analytic.CostItem;
import faastrain.event.Phase;
import faastrain.event.Traffic;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Prices;
import faastrain.result.IterationRecord;
import faastrain.result.LossPoint;
import faastrain.result.Replication;
import faastrain.result.Requests;
import faastrain.result.RunResult;
import faastrain.result.Span;
import faastrain.result.StalenessCount;
import faastrain.result.WorkerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The accounts of a run close, whatever is exchanged, how functions live, who is slow and what fails. */
class AccountsLawsTest {
    private static final double ROUNDING = 1e-9;

    private static final Profiles PROFILES = AnyScenarios.shared();

    @Provide
    Arbitrary<AnyScenarios.Any> scenarios() {
        return AnyScenarios.all();
    }

    private static RunResult run(AnyScenarios.Any scenario) {
        return Replications.run(scenario.prepare(PROFILES), "test");
    }

    private static double sum(Map<?, Double> values) {
        return values.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double sum(RunResult result, ToDoubleFunction<WorkerRecord> of) {
        return result.workers().stream().mapToDouble(of).sum();
    }

    private static long total(RunResult result, ToLongFunction<Traffic> of) {
        return result.workers().stream()
                .mapToLong(worker -> of.applyAsLong(worker.traffic()))
                .sum();
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void timesAddUp(@ForAll("scenarios") AnyScenarios.Any scenario) {
        RunResult result = run(scenario);
        Replication replication = result.replications().get(0);
        double time = replication.timeSeconds();
        double increment = result.job().prices().billingIncrementSeconds();
        for (WorkerRecord worker : result.workers()) {
            double run = worker.runSeconds();
            assertThat(sum(worker.phaseSeconds())).isCloseTo(run, within(ROUNDING * time));
            assertThat(run).isLessThanOrEqualTo(time * (1 + ROUNDING));
            double handlers = run - worker.phaseSeconds().get(Phase.STARTUP);
            assertThat(worker.billedSeconds())
                    .isBetween(handlers - ROUNDING * time, handlers + worker.functions() * increment + ROUNDING * time);
        }
        assertThat(sum(replication.criticalSeconds())).isCloseTo(time, within(ROUNDING * time));
        for (Phase phase : Phase.values()) {
            double mean = sum(result, worker -> worker.phaseSeconds().get(phase))
                    / result.workers().size();
            assertThat(replication.breakdownSeconds().get(phase)).isCloseTo(mean, within(ROUNDING * time));
        }
        assertThat(result.workers().stream().mapToLong(WorkerRecord::functions).sum())
                .isEqualTo(replication.incidents().functions());
        assertThat(replication.longestFunctionSeconds())
                .isLessThanOrEqualTo(result.workers().stream()
                                .mapToDouble(WorkerRecord::runSeconds)
                                .max()
                                .orElseThrow()
                        * (1 + ROUNDING));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void whatIsPaidIsWhatWasUsed(@ForAll("scenarios") AnyScenarios.Any scenario) {
        RunResult result = run(scenario);
        Replication replication = result.replications().get(0);
        Requests requests = replication.requests();
        assertThat(requests)
                .isEqualTo(new Requests(
                        total(result, Traffic::putsAndSaves),
                        total(result, Traffic::getsAndLoads),
                        total(result, Traffic::lists),
                        total(result, Traffic::deletes),
                        total(result, Traffic::checks),
                        total(result, Traffic::refused)));
        double moved = sum(
                result,
                worker -> worker.traffic().uploadedMib()
                        + worker.traffic().savedMib()
                        + worker.traffic().receivedMib());
        assertThat(replication.movedMib()).isCloseTo(moved, within(ROUNDING * moved));

        Job job = result.job();
        Prices prices = job.prices();
        boolean store = job.exchange().channel() instanceof Channel.Store;
        double duration = prices.durationUsd(
                sum(result, WorkerRecord::billedSeconds), job.plan().memoryMb());
        double functions =
                result.workers().stream().mapToLong(WorkerRecord::functions).sum() * prices.usdPerInvocation();
        double puts = (store ? requests.put() : total(result, Traffic::saves)) * prices.usdPerPut();
        double gets = (store ? requests.get() : total(result, Traffic::loads)) * prices.usdPerGet();
        double lists = store ? requests.list() * prices.usdPerList() : 0;
        double deletes = store ? requests.delete() * prices.usdPerDelete() : 0;
        double rent = prices.services().rentUsd(replication.timeSeconds());
        double writes = sum(result, worker -> worker.traffic().writeUnits())
                * prices.services().usdPerWriteUnit();
        double reads = sum(result, worker -> worker.traffic().readUnits())
                * prices.services().usdPerReadUnit();
        double cost = replication.costUsd();
        Map<CostItem, Double> items = replication.itemsUsd();
        assertThat(items.get(CostItem.FUNCTION_DURATION)).isCloseTo(duration, within(ROUNDING * cost));
        assertThat(items.get(CostItem.FUNCTION_REQUESTS)).isCloseTo(functions, within(ROUNDING * cost));
        assertThat(items.get(CostItem.STORAGE_PUT)).isEqualTo(puts);
        assertThat(items.get(CostItem.STORAGE_GET)).isEqualTo(gets);
        assertThat(items.get(CostItem.STORAGE_LIST)).isEqualTo(lists);
        assertThat(items.get(CostItem.STORAGE_DELETE)).isEqualTo(deletes);
        assertThat(items.get(CostItem.TABLE_WRITES)).isCloseTo(writes, within(ROUNDING * cost));
        assertThat(items.get(CostItem.TABLE_READS)).isCloseTo(reads, within(ROUNDING * cost));
        // Nothing else is paid: no cache of these scenarios is billed by what it holds or moves.
        assertThat(cost)
                .isCloseTo(
                        duration + functions + puts + gets + lists + deletes + rent + writes + reads,
                        within(ROUNDING * cost));
        double inOrder = 0;
        for (CostItem item : CostItem.values()) {
            inOrder += items.getOrDefault(item, 0.0);
        }
        assertThat(cost).isEqualTo(inOrder);
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void theTimelineTilesTheFirstRoundsAndEndsWithARunThatHasNoMore(@ForAll("scenarios") AnyScenarios.Any scenario) {
        RunResult result = run(scenario);
        double time = result.replications().get(0).timeSeconds();
        long rounds = result.job().rounds().rounds();
        double end = 0;
        for (WorkerRecord worker : result.workers()) {
            List<Span> spans = result.timeline().stream()
                    .filter(span -> span.worker() == worker.worker())
                    .toList();
            double told = 0;
            for (int index = 0; index < spans.size(); index++) {
                Span span = spans.get(index);
                assertThat(span.round()).isBetween(1, 3);
                assertThat(span.endSeconds()).isGreaterThan(span.startSeconds());
                if (index > 0) {
                    // Between a function's end and the next one's invocation a worker has no time of its own.
                    assertThat(span.startSeconds())
                            .isGreaterThanOrEqualTo(spans.get(index - 1).endSeconds());
                }
                told += span.endSeconds() - span.startSeconds();
                end = Math.max(end, span.endSeconds());
            }
            assertThat(told).isLessThanOrEqualTo(worker.runSeconds() + ROUNDING * time);
            if (worker.functions() == 1 && !spans.isEmpty()) {
                Span last = spans.get(spans.size() - 1);
                assertThat(told).isCloseTo(last.endSeconds() - spans.get(0).startSeconds(), within(ROUNDING * time));
            }
            if (rounds <= 3) {
                assertThat(told).isCloseTo(worker.runSeconds(), within(ROUNDING * time));
            }
        }
        if (rounds <= 3) {
            assertThat(end).isCloseTo(time, within(ROUNDING * time));
        }
        assertThat(end).isLessThanOrEqualTo(time * (1 + ROUNDING));
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void epochByEpochTheCostRisesAndNeverAboveTheWhole(@ForAll("scenarios") AnyScenarios.Any scenario) {
        RunResult result = run(scenario.with(
                "convergence.source=curve", "convergence.trace=losses", "convergence.stale-updates=inverse"));
        Replication replication = result.replications().get(0);
        List<LossPoint> points = result.convergence();
        if (replication.learning().stopped() && points.isEmpty()) {
            // It had come far enough before its first epoch's end.
            assertThat(replication.finalLoss()).isEmpty();
            return;
        }
        assertThat(points).isNotEmpty();
        for (int index = 1; index < points.size(); index++) {
            LossPoint before = points.get(index - 1);
            LossPoint point = points.get(index);
            assertThat(point.costUsd()).isGreaterThanOrEqualTo(before.costUsd());
            assertThat(point.timeSeconds()).isGreaterThanOrEqualTo(before.timeSeconds());
            assertThat(point.effectiveEpochs()).isGreaterThanOrEqualTo(before.effectiveEpochs());
            assertThat(point.loss()).isLessThanOrEqualTo(before.loss());
            assertThat(point.epoch()).isGreaterThan(before.epoch());
        }
        LossPoint last = points.get(points.size() - 1);
        assertThat(last.costUsd()).isLessThanOrEqualTo(replication.costUsd() * (1 + ROUNDING));
        assertThat(last.timeSeconds()).isLessThanOrEqualTo(replication.timeSeconds() * (1 + ROUNDING));
        assertThat(replication.finalLoss()).contains(last.loss());
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void updatesAreToldByRisingStaleness(@ForAll("scenarios") AnyScenarios.Any scenario) {
        RunResult result = run(scenario);
        List<StalenessCount> rows = result.staleness();
        assertThat(rows.isEmpty()).isEqualTo(!result.job().communicates());
        for (int index = 0; index < rows.size(); index++) {
            assertThat(rows.get(index).rounds()).isEqualTo(index);
        }
        if (!rows.isEmpty()) {
            assertThat(rows.stream().mapToLong(StalenessCount::updates).sum())
                    .isEqualTo(result.replications().get(0).learning().updates());
        }
    }

    @Property(tries = 80, edgeCases = EdgeCasesMode.NONE)
    void theSameScenarioGivesTheSameResultAndMoreReplicationsTheSameFirst(
            @ForAll("scenarios") AnyScenarios.Any scenario) {
        RunResult once = run(scenario);
        RunResult again = run(scenario);
        assertThat(told(again)).isEqualTo(told(once));
        assertThat(again.replications()).isEqualTo(once.replications());
        RunResult two = run(scenario.with("replications=2"));
        assertThat(two.replications().get(0)).isEqualTo(once.replications().get(0));
        assertThat(two.replications()).hasSize(2);
        assertThat(told(two)).isEqualTo(told(once));
    }

    /** What is kept of the first replication. */
    private static List<Object> told(RunResult result) {
        List<IterationRecord> iterations = result.iterations();
        return new ArrayList<>(
                List.of(iterations, result.workers(), result.convergence(), result.staleness(), result.timeline()));
    }
}
