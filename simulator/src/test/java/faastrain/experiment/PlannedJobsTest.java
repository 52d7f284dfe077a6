package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.experiment.AnyScenarios.Any;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Problem;
import faastrain.scenario.ScenarioFile;
import faastrain.scenario.ScenarioLoader;
import faastrain.trace.ServicesProfile;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The jobs of a scenario under other plans than its own. */
class PlannedJobsTest {
    private static final Profiles PROFILES = AnyScenarios.shared();

    private static ScenarioFile file(Any any) {
        return ScenarioLoader.load("test.yaml", any.text(), any.overrides());
    }

    private static PlannedJobs jobs(String... overrides) {
        ScenarioFile file = ScenarioLoader.load("test.yaml", """
                name: test
                workload: w
                platform: p
                curve: affine
                epochs: 2
                pattern: all-reduce
                plan: {workers: 5, memory: 1000 MB, batch: 8}
                """, List.of(overrides));
        return PlannedJobs.of(file, Material.read(file, PROFILES));
    }

    private static Plan plan(int workers, int memoryMb) {
        return new Plan(workers, memoryMb, workers, 8, 8);
    }

    @Provide
    Arbitrary<Any> scenarios() {
        return AnyScenarios.all();
    }

    @Provide
    Arbitrary<List<String>> plans() {
        return Arbitraries.integers().between(1, 5).flatMap(workers -> Combinators.combine(
                        Arbitraries.integers().between(1, workers),
                        Arbitraries.integers().between(1, 180),
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(601, 10_240).map(mb -> mb + " MB"),
                                Arbitraries.just("~")))
                .as((aggregators, batch, memory) -> List.of(
                        "plan.workers=" + workers,
                        "plan.aggregators=" + aggregators,
                        "plan.batch=" + batch,
                        "plan.memory=" + memory)));
    }

    /** The same scenario with another plan, as far as its pattern and its channel leave that open. */
    private static Any with(Any any, List<String> plan) {
        List<String> fields = new ArrayList<>(plan);
        if (!any.text().contains("aggregators")) {
            fields.removeIf(field -> field.startsWith("plan.aggregators"));
        }
        if (!any.text().contains("vm-network")) {
            fields.remove("plan.memory=~");
        }
        return any.with(fields.toArray(String[]::new));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aPlansJobIsTheOneThatIsPreparedWhateverPlanTheScenarioSays(
            @ForAll("scenarios") Any any, @ForAll("plans") List<String> plan, @ForAll("plans") List<String> otherPlan) {
        ScenarioFile one = file(with(any, plan));
        Material material = Material.read(one, PROFILES);
        PlannedJobs jobs = PlannedJobs.of(one, material);
        for (ScenarioFile prepared : List.of(file(with(any, otherPlan)), one, file(with(any, otherPlan)))) {
            Job job = Preparation.prepare(prepared, PROFILES).job();
            assertThat(jobs.of(job.plan())).isEqualTo(job);
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aSettingIsTheSameWhetherItsFilesWereReadForItOrForAnotherPlan(
            @ForAll("scenarios") Any any, @ForAll("plans") List<String> plan) {
        ScenarioFile other = file(with(any, plan));
        Setting read = Preparation.prepare(other, PROFILES);
        Setting shared = Preparation.prepare(other, Material.read(file(any), PROFILES));
        assertThat(shared.scenario()).isEqualTo(read.scenario());
        assertThat(shared.job()).isEqualTo(read.job());
        assertThat(shared.warnings()).isEqualTo(read.warnings());
        assertThat(shared.inputs()).isEqualTo(read.inputs());
    }

    @Test
    void theStartUpIsThatOfTheTableForThePlansWorkers() {
        PlannedJobs jobs = jobs("start-up.source=table");
        PlannedJobs machines = jobs("channel=vm-network", "pattern=ring", "start-up.source=table");
        ServicesProfile services = Material.read(with("protocol=bsp"), PROFILES).services();
        for (int workers : new int[] {1, 7, 200}) {
            assertThat(jobs.of(plan(workers, 1000)).lifecycle().startUpSeconds())
                    .isEqualTo(services.functionStartUp().seconds(workers))
                    .isPositive();
            assertThat(machines.of(plan(workers, 1000)).lifecycle().startUpSeconds())
                    .isEqualTo(services.instanceStartUp().seconds(workers))
                    .isPositive();
        }
    }

    @Test
    void eachMachineOfThePlanIsRented() {
        PlannedJobs ring = jobs("channel=vm-network", "pattern=ring");
        assertThat(ring.of(plan(3, 1000)).prices().services().rented()).isEqualTo(3);
        assertThat(ring.of(plan(9, 1000)).prices().services().rented()).isEqualTo(9);
        PlannedJobs servers = jobs("channel=vm-network", "pattern=parameter-server", "server.count=2");
        assertThat(servers.of(plan(3, 1000)).prices().services().rented()).isEqualTo(3 + 2);
        PlannedJobs functions = jobs("channel=parameter-server", "pattern=parameter-server", "server.count=2");
        assertThat(functions.of(plan(3, 1000)).prices().services().rented()).isEqualTo(2);
    }

    @Test
    void machinesHaveTheMemoryOfAFunctionWithTheirShareOfCpus() {
        // A c5.large has 2 vCPUs, and a function 1,769 MB for each.
        assertThat(jobs("channel=vm-network", "pattern=ring").machineMemoryMb()).hasValue(2 * 1769);
        assertThat(jobs().machineMemoryMb()).isEmpty();
    }

    @Test
    void workersWithLessOfACpuSerialiseSlower() {
        PlannedJobs jobs = jobs("channel=parameter-server", "pattern=parameter-server", "server.rpc=grpc");
        double half = serialised(jobs.of(plan(2, 900)));
        assertThat(serialised(jobs.of(plan(2, 1769)))).isEqualTo(half * 1769 / 900);
        assertThat(serialised(jobs.of(plan(2, 3000)))).isEqualTo(half * 1769 / 900);
    }

    private static double serialised(Job job) {
        return ((Channel.Servers) job.exchange().channel()).rpc().orElseThrow().workerSerializeMibPerSecond();
    }

    @Test
    void whatIsWrongWithTheScenarioWhateverThePlanIsToldAtOnce() {
        assertThatThrownBy(() -> jobs(
                        "channel=elasticache-redis",
                        "cache.node=cache.m5.larg",
                        "re-invocation=deadline-margin",
                        "lifetime.margin=900 s",
                        "counting=implementation",
                        "protocol=asp"))
                .isInstanceOfSatisfying(InvalidInputException.class, invalid -> assertThat(invalid.problems())
                        .extracting(Problem::path)
                        .containsExactly("cache.node", "lifetime.margin", "protocol"));
        assertThatThrownBy(() -> jobs("compute.source=fitted", "compute.trace=times", "compute.model=V"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("compute.model");
        assertThatThrownBy(() -> jobs("channel=vm-network", "pattern=ring", "start-up.source=distribution"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("start-up.source");
    }

    @Test
    void whatIsWrongWithThePlanOfTheScenarioAloneIsNotTold() {
        // No batch fits 501 MB with 1,000 samples a batch.
        assertThat(jobs("plan.batch=1000", "plan.memory=501 MB")
                        .of(plan(3, 1000))
                        .plan())
                .isEqualTo(plan(3, 1000));
    }

    @Test
    void materialServesOnlyScenariosThatNameTheSameFiles() {
        Material material = Material.read(with("protocol=bsp"), PROFILES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlannedJobs.of(with("workload=bare"), material))
                .withMessageContaining("bare");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Preparation.prepare(with("counting=implementation"), material))
                .withMessageContaining("fasdl-code");
        assertThat(Preparation.prepare(with("protocol=hap"), material)
                        .job()
                        .plan()
                        .nonAggregatorBatch())
                .isEqualTo(11);
    }

    @Test
    void aPlanWithoutAWorkerThatTheScenarioSpeaksOfIsRefused() {
        ScenarioFile file = with("stragglers.workers=4");
        Material material = Material.read(file, PROFILES);
        Plan plan = new Plan(5, 1000, 3, 8, 8);
        ScenarioFile five = file.with(file.scenario().withPlan(5, 1000, 8, 3, 8));
        assertThat(Preparation.prepare(five, material).job())
                .isEqualTo(PlannedJobs.of(file, material).of(plan));
        ScenarioFile four = file.with(file.scenario().withPlan(4, 1000, 8, 3, 8));
        assertThatThrownBy(() -> Preparation.prepare(four, material))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("plan.workers: is 4")
                .hasMessageContaining("5 workers at least");
    }

    private static ScenarioFile with(String override) {
        return ScenarioLoader.load("test.yaml", """
                name: test
                workload: w
                platform: p
                curve: affine
                epochs: 2
                plan: {workers: 5, memory: 1000 MB, batch: 8, aggregators: 3}
                lifetime: {limit: ignored}
                """, List.of(override));
    }
}
