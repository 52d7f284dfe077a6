package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.analytic.FasDl;
import faastrain.model.Prices;
import faastrain.model.ServicePrices;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.ScenarioLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a scenario to what is run. */
class PreparationTest {
    @TempDir
    private Path folder;

    private Profiles profiles = Sites.SHIPPED;

    @BeforeEach
    void writeTraces() throws IOException {
        profiles = Sites.write(folder.resolve("traces"));
    }

    private Setting prepare(String... overrides) {
        return Sites.prepare(profiles, overrides);
    }

    private int nonAggregatorBatch(String... overrides) {
        return prepare(overrides).job().plan().nonAggregatorBatch();
    }

    /**
     * W = 5, K = 3: T_agg = 4·0.875 + 2.5 = 6 s are 3 samples. The largest batch of M MB is M − 100, so that memory caps
     * only larger batches: with a shard of 12 MiB (K = 1) T_agg = 4·1.875 + 6.5 = 14 s are 7 samples at 1,000 MB.
     */
    @ParameterizedTest
    @CsvSource({
        // eq. 16 alone
        "3, 8, 1000, 1000000, 11",
        "1, 8, 1000, 1000000, 15",
        // memory: at 1,000 MB no batch above 900
        "1, 892, 1000, 1000000, 899",
        "1, 893, 1000, 1000000, 900",
        "1, 894, 1000, 1000000, 900",
        "1, 900, 1000, 1000000, 900",
        // largest global batch: three aggregators of 8 leave 21 to two, one of 8 leaves 57 to four
        "3, 8, 1000, 45, 10",
        "3, 8, 1000, 46, 11",
        "1, 8, 1000, 65, 14",
        "1, 8, 1000, 68, 15",
        "1, 8, 1000, 40, 8",
        // all three: eq. 16 gives 901, memory 900, the global batch (4,491 − 894)/4 = 899.25
        "1, 894, 1000, 4491, 899"
    })
    void theNonAggregatorsBatchIsEquationSixteensCappedByMemoryAndGlobalBatch(
            int aggregators, int batch, int memory, int globalBatch, int expected) {
        assertThat(nonAggregatorBatch(
                        "protocol=hap",
                        "plan.aggregators=" + aggregators,
                        "plan.batch=" + batch,
                        "plan.memory=" + memory + " MB",
                        "plan.max-global-batch=" + globalBatch))
                .isEqualTo(expected);
    }

    @Test
    void withoutProfiledMemoryOnlyTheGlobalBatchCaps() {
        String[] plan = {"workload=bare", "protocol=hap", "plan.aggregators=1", "plan.batch=894"};
        assertThat(nonAggregatorBatch(plan)).isEqualTo(901);
        assertThat(prepare(plan).warnings())
                .contains("the memory that training bare needs by batch was not profiled; whether the batches fit the"
                        + " functions is not checked");
    }

    @Test
    void underBspTheBatchesAreEqualUnlessWritten() {
        assertThat(nonAggregatorBatch("protocol=bsp")).isEqualTo(8);
        assertThat(nonAggregatorBatch("protocol=bsp", "plan.non-aggregator-batch=9"))
                .isEqualTo(9);
        assertThat(nonAggregatorBatch("protocol=hap", "plan.non-aggregator-batch=5"))
                .isEqualTo(5);
        assertThat(nonAggregatorBatch("protocol=hap", "plan.aggregators=5")).isEqualTo(8);
    }

    @Test
    void whatIsChosenIsInTheResolvedScenario() {
        Setting setting = prepare("protocol=hap");
        assertThat(setting.scenario().plan().nonAggregatorBatch()).isEqualTo(OptionalInt.of(11));
        assertThat(setting.scenario().prices()).contains("dear");
        assertThat(setting.lifetimeSeconds()).isEqualTo(900);
    }

    @Test
    void pricesArePlatformsOrThePublishedCodesOrAsWritten() {
        Prices platform = prepare("counting=paper").job().prices();
        assertThat(platform).isEqualTo(new Prices(0.0000166667, 2e-7, 0.001, 0.05, 4e-7, 0));
        Setting code = prepare("counting=implementation");
        assertThat(code.scenario().prices()).contains("fasdl-code");
        assertThat(code.job().prices()).isEqualTo(new Prices(0.0000167936, 0, 0, 5e-6, 4e-7, 0, 0, ServicePrices.NONE));
        assertThat(prepare("counting=implementation", "prices=dear").job().prices())
                .isEqualTo(platform);
        assertThat(prepare("counting=paper", "prices=fasdl-code").job().prices())
                .isEqualTo(code.job().prices());
    }

    @Test
    void hashesAreOfTheFilesThatWereRead() throws IOException, NoSuchAlgorithmException {
        Path scenario = folder.resolve("scenario.yaml");
        Files.writeString(scenario, """
                name: test
                workload: bare
                platform: p
                epochs: 1
                plan: {workers: 2, memory: 2000 MB, batch: 8, aggregators: 1}
                """);
        Setting setting = Preparation.prepare(ScenarioLoader.load(scenario, List.of()), profiles);
        assertThat(setting.inputs().sha256().keySet())
                .containsExactly("scenario", "workload", "platform", "services", "prices");
        assertThat(setting.inputs().sha256())
                .containsEntry("scenario", sha256(scenario))
                .containsEntry("workload", sha256(folder.resolve("traces/workloads/bare.yaml")))
                .containsEntry("platform", sha256(folder.resolve("traces/platforms/p.yaml")))
                .containsEntry("prices", sha256(folder.resolve("traces/providers/dear.yaml")));
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Test
    void nothingIsWarnedOfWhereAllIsWithinWhatWasMeasured() {
        assertThat(prepare().warnings()).isEmpty();
        assertThat(prepare("protocol=hap").warnings()).isEmpty();
    }

    @Test
    void memoryOutsideTheProfiledRangeIsWarnedOf() {
        assertThat(prepare("plan.memory=2049 MB").warnings())
                .singleElement()
                .asString()
                .contains("from 512 MB to 2048 MB");
        assertThat(prepare("plan.memory=2048 MB").warnings()).isEmpty();
    }

    @Test
    void objectsOutsideTheMeasuredSizesAreWarnedOf() {
        // 12 MiB among 13 aggregators are less than 1 MiB; one worker loads 12 + 10 MiB and exchanges none.
        assertThat(prepare("plan.workers=13", "plan.aggregators=13").warnings())
                .hasSize(2)
                .anyMatch(words -> words.contains("uploaded on extrapolation"))
                .anyMatch(words -> words.contains("downloaded on extrapolation"));
        assertThat(prepare("plan.workers=1", "plan.aggregators=1").warnings())
                .singleElement()
                .asString()
                .startsWith("loading: objects of 22.00 MiB");
    }

    @Test
    void underTheImplementationsAccountThePartsOfTheDataAreLoadedObjectsToo() {
        // 10 MiB of data among 20 equal batches are 0.5 MiB each; eight aggregators have shards of 1.5 MiB.
        assertThat(prepare("counting=implementation", "plan.workers=20", "plan.aggregators=8")
                        .warnings())
                .filteredOn(words -> words.startsWith("loading"))
                .singleElement()
                .asString()
                .contains("0.5000 MiB");
        // One aggregator of 100 and nine others of 1,000: 10·100/9,100 MiB and 10·1,000/9,100 = 1.1 MiB.
        assertThat(prepare(
                                "counting=implementation",
                                "plan.memory=2000 MB",
                                "plan.workers=10",
                                "plan.aggregators=1",
                                "plan.batch=100",
                                "plan.non-aggregator-batch=1000")
                        .warnings())
                .filteredOn(words -> words.startsWith("loading"))
                .singleElement()
                .asString()
                .contains("0.1099 MiB");
    }

    @Test
    void batchesAndMemoriesToWhichTheCoefficientsWereNotFittedAreWarnedOf() {
        String range = "a, b and m of ranged were fitted to batches of 4 to 16 at 512 to 1500 MB";
        assertThat(ranged("plan.batch=4", "plan.non-aggregator-batch=16", "plan.memory=1500 MB"))
                .isEmpty();
        assertThat(ranged("plan.batch=3"))
                .containsExactly("the computation (eq. 4) of batch 3 at 1000 MB is extrapolated: " + range);
        assertThat(ranged("plan.batch=16", "plan.non-aggregator-batch=17"))
                .containsExactly("the computation (eq. 4) of batch 17 at 1000 MB is extrapolated: " + range);
        // Memory extrapolates whatever the batch.
        assertThat(ranged("plan.batch=8", "plan.non-aggregator-batch=5", "plan.memory=1501 MB"))
                .containsExactly("the computation (eq. 4) of batches 5 and 8 at 1501 MB is extrapolated: " + range);
        assertThat(ranged("plan.memory=511 MB"))
                .containsExactly("the computation (eq. 4) of batch 8 at 511 MB is extrapolated: " + range);
    }

    @Test
    void aBatchAboveThoseWhoseMemoryWasMeasuredIsWarnedOf() {
        assertThat(ranged("plan.batch=24")).noneMatch(words -> words.contains("fits is extrapolated"));
        assertThat(ranged("plan.batch=8", "plan.non-aggregator-batch=25"))
                .contains(
                        "whether a batch of 25 fits is extrapolated: the memory of training ranged was measured up to a"
                                + " batch of 24");
        assertThat(ranged("plan.batch=26", "plan.non-aggregator-batch=25"))
                .filteredOn(words -> words.contains("fits is extrapolated"))
                .singleElement()
                .asString()
                .contains("a batch of 26");
    }

    @Test
    void onVirtualMachinesTheMemoryOfABatchIsNotSpokenOf() {
        Setting ring = Sites.prepareText(profiles, """
                name: test
                workload: ranged
                platform: p
                curve: affine
                epochs: 2
                plan: {workers: 5, batch: 25}
                pattern: ring
                channel: vm-network
                vm: {instance: c5.large}
                start-up: {source: table}
                """);
        assertThat(ring.warnings())
                .anyMatch(words -> words.startsWith("the computation (eq. 4) of batch 25"))
                .noneMatch(words -> words.contains("fits is extrapolated"));
    }

    /** Warnings of the workload whose ranges are known that speak of extrapolation. */
    private List<String> ranged(String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("workload=ranged");
        return prepare(all.toArray(new String[0])).warnings().stream()
                .filter(words -> words.contains("is extrapolated"))
                .toList();
    }

    @Test
    void hapWithOnlyAggregatorsIsWarnedOf() {
        assertThat(prepare("protocol=hap", "plan.aggregators=5").warnings())
                .singleElement()
                .asString()
                .contains("runs as bsp does");
        assertThat(prepare("protocol=hap", "plan.workers=1", "plan.aggregators=1", "workload=bare")
                        .warnings())
                .noneMatch(words -> words.contains("runs as bsp does"));
    }

    @Test
    void aBatchThatSetsThePaceIsWarnedOfWithThatOfEquationSixteen() {
        assertThat(prepare("protocol=hap", "plan.non-aggregator-batch=11").warnings())
                .isEmpty();
        assertThat(prepare("protocol=hap", "plan.non-aggregator-batch=12").warnings())
                .singleElement()
                .asString()
                .contains("batch of 12")
                .contains("eq. 16 gives 11");
    }

    @Test
    void replicationsOfWhatIsNotRandomAreWarnedOf() {
        assertThat(prepare("replications=2").warnings())
                .singleElement()
                .asString()
                .contains("its 2 replications are equal");
        assertThat(prepare("replications=2", "fluctuation=measured").warnings()).isEmpty();
    }

    @Test
    void theMissingTimeOfFlatteningIsWarnedOfWhereItWouldCount() {
        assertThat(prepare("counting=implementation").warnings())
                .singleElement()
                .asString()
                .contains("(k1, k2)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan.memory=500 MB | plan.memory | needs more than 500 MB",
                "plan.batch=901 | plan.batch | the largest batch that fits is 900",
                "plan.non-aggregator-batch=901 | plan.non-aggregator-batch | needs 1001 MB and a function has 1000 MB",
                "workload=x | workload | there is no traces/workloads/x.yaml"
            })
    void whatCannotBeRunIsRefusedAtItsField(String override, String field, String message) {
        assertRefused(field, message, () -> prepare(override));
    }

    @Test
    void droppingTheOnlyBatchIsRefused() {
        // 200 × 5 = 1,000 samples are one global batch, 201 × 5 are more than there are.
        assertThat(prepare("last-batch=drop", "plan.batch=200").job().schedule().iterations())
                .isEqualTo(1);
        assertRefused("last-batch", "no iteration would be left", () -> prepare("last-batch=drop", "plan.batch=201"));
        assertThat(prepare("last-batch=short", "plan.batch=201")
                        .job()
                        .schedule()
                        .iterations())
                .isEqualTo(1);
    }

    @Test
    void everyMissingProfileIsToldAtOnce() {
        assertThatThrownBy(() -> prepare("workload=x", "platform=y"))
                .isInstanceOfSatisfying(InvalidInputException.class, invalid -> assertThat(invalid.problems())
                        .extracting(problem -> problem.path())
                        .containsExactly("workload", "platform"));
    }

    @Test
    void theChosenBatchDoesNotOverstepEquationSixteen() {
        Setting setting = prepare("protocol=hap");
        assertThat(FasDl.nonAggregatorsSetThePace(setting.job())).isFalse();
        assertThat(FasDl.nonAggregatorsSetThePace(
                        setting.job().withPlan(setting.job().plan().withNonAggregatorBatch(12))))
                .isTrue();
    }

    private static void assertRefused(String field, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(InvalidInputException.class, invalid -> assertThat(invalid.problems())
                        .singleElement()
                        .satisfies(problem -> {
                            assertThat(problem.path()).isEqualTo(field);
                            assertThat(problem.message()).contains(message);
                        }));
    }
}
