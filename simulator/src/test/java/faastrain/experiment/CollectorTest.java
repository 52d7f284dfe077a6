package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.analytic.CostItem;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.result.WorkerRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run costs, item by item: five workers exchange 12 MiB in 2·25 iterations of 40 samples, each loads 10/5 = 2 MiB
 * of data (and the model in FasDL's account) once an epoch.
 */
class CollectorTest {
    private static final int ITERATIONS = 2 * 25;

    @TempDir
    private Path folder;

    private Profiles profiles = Sites.SHIPPED;

    @BeforeEach
    void writeTraces() throws IOException {
        profiles = Sites.write(folder.resolve("traces"));
    }

    private RunResult run(String channel, String... overrides) {
        return Replications.run(
                Sites.prepareText(
                        profiles,
                        "name: test\nworkload: w\nplatform: p\ncurve: affine\nepochs: 2\nplan: {workers: 5, memory: 1000"
                                + " MB, batch: 8}\nlifetime: {limit: ignored}\nchannel: " + channel + "\n",
                        overrides),
                "test");
    }

    private static Replication only(RunResult result) {
        return result.replications().get(0);
    }

    private static double usd(RunResult result, CostItem item) {
        return only(result).itemsUsd().getOrDefault(item, Double.NaN);
    }

    /** The items that cost something. */
    private static Set<CostItem> items(RunResult result) {
        Set<CostItem> items = EnumSet.noneOf(CostItem.class);
        for (Map.Entry<CostItem, Double> item : only(result).itemsUsd().entrySet()) {
            if (item.getValue() != 0) {
                items.add(item.getKey());
            }
        }
        return items;
    }

    @Test
    void aStoreCostsItsRequestsAndListingsAsMuchAsPuts() {
        RunResult result = run("s3\npattern: scatter-reduce\nwaiting: {mode: poll}");
        // Putting costs 0.05 dollars here, and so does listing.
        assertThat(usd(result, CostItem.STORAGE_PUT)).isCloseTo(ITERATIONS * 25 * 0.05, within(1e-9));
        assertThat(usd(result, CostItem.STORAGE_LIST))
                .isPositive()
                .isCloseTo(only(result).requests().list() * 0.05, within(1e-9));
        // 2K(W−1) reads an iteration and a load of each of ten functions.
        assertThat(usd(result, CostItem.STORAGE_GET)).isCloseTo((ITERATIONS * 2 * 5 * 4 + 10) * 4e-7, within(1e-12));
        assertThat(items(result))
                .containsExactlyInAnyOrder(
                        CostItem.FUNCTION_DURATION,
                        CostItem.FUNCTION_REQUESTS,
                        CostItem.STORAGE_PUT,
                        CostItem.STORAGE_GET,
                        CostItem.STORAGE_LIST);
    }

    @Test
    void aCacheNodeCostsWholeHoursAndLoadingCostsGets() {
        RunResult result = run("elasticache-redis\npattern: scatter-reduce");
        double hours = Math.ceil(only(result).timeSeconds() / 3600);
        assertThat(hours).isEqualTo(1);
        assertThat(usd(result, CostItem.CACHE_NODES)).isCloseTo(0.156, within(1e-12));
        assertThat(usd(result, CostItem.STORAGE_GET)).isCloseTo(10 * 4e-7, within(1e-15));
        // Twenty epochs take hours.
        RunResult longer = run("elasticache-redis\npattern: scatter-reduce", "epochs=20");
        double whole = Math.ceil(only(longer).timeSeconds() / 3600);
        assertThat(whole).isGreaterThan(2);
        assertThat(usd(longer, CostItem.CACHE_NODES)).isCloseTo(whole * 0.156, within(1e-9));
        assertThat(items(result))
                .containsExactlyInAnyOrder(
                        CostItem.FUNCTION_DURATION,
                        CostItem.FUNCTION_REQUESTS,
                        CostItem.STORAGE_GET,
                        CostItem.CACHE_NODES);
    }

    @Test
    void aServerlessCacheCostsWhatMovesAndWhatLies() {
        RunResult result = run("elasticache-redis\npattern: scatter-reduce\ncache: {pricing: serverless}");
        // (3W − 2)·12 MiB an iteration, 1,024 ECPU to the MiB.
        assertThat(usd(result, CostItem.CACHE_MOVED)).isCloseTo(ITERATIONS * 13 * 12 * 1024 * 0.0034e-6, within(1e-12));
        assertThat(usd(result, CostItem.CACHE_STORED)).isPositive();
        assertThat(items(result)).doesNotContain(CostItem.CACHE_NODES);
    }

    @Test
    void aTableCostsTheUnitsOfItsItems() {
        RunResult result = run("dynamodb\npattern: scatter-reduce\ntable: {large-items: chunk}");
        // 12/5 MiB are 2,457.6 KiB: six items of 400 KiB and one of 57.6. Each of five workers writes the shards of
        // four
        // others and a merged one.
        double units = 6 * 400 + 58;
        double writes = 5 * (4 + 1);
        assertThat(usd(result, CostItem.TABLE_WRITES)).isCloseTo(ITERATIONS * writes * units * 1.25e-6, within(1e-9));
        // A read of 4 KiB takes half a unit: 100 for each full item and 15 for the last; 2K(W−1) reads.
        double read = 0.5 * (6 * 100 + 15);
        assertThat(usd(result, CostItem.TABLE_READS)).isCloseTo(ITERATIONS * 40 * read * 0.25e-6, within(1e-9));
        assertThat(usd(result, CostItem.STORAGE_GET)).isCloseTo(10 * 4e-7, within(1e-15));
        assertThat(usd(result, CostItem.STORAGE_PUT)).isZero();
    }

    @Test
    void aServerCostsItsSecondsAndAMinuteAtLeast() {
        String server = "parameter-server\npattern: parameter-server\nserver: {count: 2}";
        RunResult result = run(server);
        double seconds = Math.ceil(only(result).timeSeconds());
        assertThat(seconds).isGreaterThan(60);
        assertThat(usd(result, CostItem.SERVERS)).isCloseTo(2 * seconds / 3600 * 0.096, within(1e-12));
        // A single round of functions loads once.
        assertThat(usd(result, CostItem.STORAGE_GET)).isCloseTo(5 * 4e-7, within(1e-15));
        assertThat(only(result).itemsUsd().get(CostItem.FUNCTION_REQUESTS)).isCloseTo(5 * 2e-7, within(1e-15));
        RunResult minute = run(server, "epochs=1", "plan.batch=200", "plan.memory=3000 MB", "plan.workers=50");
        assertThat(only(minute).timeSeconds()).isLessThan(60);
        assertThat(usd(minute, CostItem.SERVERS)).isCloseTo(2 * 60 / 3600.0 * 0.096, within(1e-12));
    }

    @Test
    void machinesCostTheirInstancesAndNoFunctions() {
        RunResult result = run("vm-network\npattern: ring");
        double seconds = Math.ceil(only(result).timeSeconds());
        assertThat(usd(result, CostItem.INSTANCES)).isCloseTo(5 * seconds / 3600 * 0.085, within(1e-12));
        assertThat(items(result)).containsExactlyInAnyOrder(CostItem.INSTANCES, CostItem.STORAGE_GET);
        assertThat(usd(result, CostItem.STORAGE_GET)).isCloseTo(5 * 4e-7, within(1e-15));
        RunResult withServers = run("vm-network\npattern: parameter-server\nserver: {count: 2}");
        double longer = Math.ceil(only(withServers).timeSeconds());
        assertThat(usd(withServers, CostItem.INSTANCES)).isCloseTo(7 * longer / 3600 * 0.085, within(1e-12));
    }

    @Test
    void startingIsNotBilledButRented() {
        for (String channel :
                new String[] {"s3\npattern: scatter-reduce", "parameter-server\npattern: parameter-server"}) {
            RunResult at = run(channel);
            RunResult later = run(channel, "start-up.source=table");
            int rounds = later.job().functionRounds();
            assertThat(only(later).timeSeconds()).isCloseTo(only(at).timeSeconds() + rounds * 1.2, within(1e-9));
            assertThat(usd(later, CostItem.FUNCTION_DURATION))
                    .isCloseTo(usd(at, CostItem.FUNCTION_DURATION), within(1e-12));
            WorkerRecord worker = later.workers().get(0);
            assertThat(worker.billedSeconds()).isCloseTo(worker.runSeconds() - rounds * 1.2, within(rounds * 0.001));
        }
        RunResult rented = run("vm-network\npattern: ring", "start-up.source=table");
        assertThat(usd(rented, CostItem.INSTANCES))
                .isCloseTo(5 * Math.ceil(only(rented).timeSeconds()) / 3600 * 0.085, within(1e-12));
    }

    @Test
    void phasesOfThoseThatEndLastAddUpToTheTimeOverEveryChannel() {
        for (String channel : new String[] {
            "s3\npattern: scatter-reduce\nwaiting: {mode: poll}",
            "elasticache-redis\npattern: all-reduce\ncounting: implementation\nwaiting: {mode: poll}",
            "dynamodb\npattern: global-model\nprotocol: asp\ntable: {large-items: chunk}",
            "parameter-server\npattern: parameter-server\nserver: {rpc: grpc}",
            "vm-network\npattern: parameter-server"
        }) {
            Replication replication = only(run(channel, "start-up.source=table"));
            double sum = replication.criticalSeconds().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            assertThat(sum).as(channel).isCloseTo(replication.timeSeconds(), within(1e-9 * sum));
        }
    }
}
