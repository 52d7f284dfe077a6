package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import faastrain.analytic.FasDl;
import faastrain.analytic.LambdaDnn;
import faastrain.analytic.LambdaMl;
import faastrain.event.TrainingFailedException;
import faastrain.result.Comparison;
import faastrain.result.Replication;
import faastrain.result.RunResult;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.ScenarioLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every scenario that is shipped runs, beside the closed form of its paper, and shows what its paper found. */
class ShippedScenariosTest {
    private static final Path SCENARIOS = Path.of("..", "scenarios");

    /** Runs a shipped scenario. */
    static RunResult run(String file, String... overrides) {
        Setting setting =
                Preparation.prepare(ScenarioLoader.load(SCENARIOS.resolve(file), List.of(overrides)), Sites.SHIPPED);
        return Replications.run(setting, "test");
    }

    private static double seconds(String file, String... overrides) {
        return run(file, overrides).mean(Replication::timeSeconds);
    }

    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.equals("defaults.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aShippedScenarioRunsAndItsAccountsClose(String file) {
        Replication run = run(file).replications().get(0);
        assertThat(run.criticalSeconds().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .as("the phases of the workers that end last add up to the training")
                .isCloseTo(run.timeSeconds(), within(1e-9 * run.timeSeconds()));
        assertThat(run.itemsUsd().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(run.costUsd(), within(1e-12));
        assertThat(run.requests().refused() == 0)
                .as("requests are refused, or fail, only where some are told to fail")
                .isNotEqualTo(file.equals("resnet50-realistic.yaml"));
    }

    @ParameterizedTest
    @CsvSource({
        "quickstart.yaml," + FasDl.ID,
        "fasdl-elasticache.yaml," + FasDl.ID,
        "standalone.yaml," + FasDl.ID,
        "lambdadnn-resnet50.yaml," + LambdaDnn.ID,
        "lambdadnn-bert.yaml," + LambdaDnn.ID,
        "lambdaml-hybrid.yaml," + LambdaDnn.ID,
        "lambdaml-lr-all-reduce.yaml," + LambdaMl.FAAS_ID,
        "lambdaml-mobilenet-all-reduce.yaml," + LambdaMl.FAAS_ID,
        "lambdaml-resnet50-all-reduce.yaml," + LambdaMl.FAAS_ID,
        "lambdaml-lr-scatter-reduce.yaml," + FasDl.ID + ' ' + LambdaMl.FAAS_ID,
        "lambdaml-mobilenet-scatter-reduce.yaml," + FasDl.ID + ' ' + LambdaMl.FAAS_ID,
        "lambdaml-resnet50-scatter-reduce.yaml," + FasDl.ID + ' ' + LambdaMl.FAAS_ID,
        "vm-ring.yaml," + LambdaMl.IAAS_ID,
        "vm-parameter-server.yaml,''",
        "lambdaml-async.yaml,''"
    })
    void aScenarioStandsBesideTheClosedFormsOfItsPaper(String file, String models) {
        List<String> found = run(file).comparisons().stream()
                .map(Comparison::prediction)
                .map(prediction -> prediction.model())
                .toList();
        assertThat(String.join(" ", found)).isEqualTo(models);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lambdadnn-resnet50.yaml", "lambdadnn-bert.yaml", "standalone.yaml"})
    void withoutPollingAndWithEqualSharesTheClosedFormIsExact(String file) {
        RunResult result = run(file, "last-batch=drop");
        double predicted = result.comparisons().get(0).prediction().timeSeconds();
        assertThat(result.mean(Replication::timeSeconds)).isCloseTo(predicted, within(1e-9 * predicted));
    }

    @ParameterizedTest
    @CsvSource({
        "lambdaml-lr-all-reduce.yaml, elasticache-memcached",
        "lambdaml-lr-all-reduce.yaml, elasticache-redis",
        "lambdaml-lr-all-reduce.yaml, dynamodb",
        "lambdaml-lr-scatter-reduce.yaml, elasticache-memcached",
        "lambdaml-lr-scatter-reduce.yaml, elasticache-redis",
        "lambdaml-lr-scatter-reduce.yaml, dynamodb",
        "lambdaml-mobilenet-all-reduce.yaml, elasticache-memcached",
        "lambdaml-mobilenet-all-reduce.yaml, elasticache-redis",
        "lambdaml-mobilenet-scatter-reduce.yaml, elasticache-memcached",
        "lambdaml-mobilenet-scatter-reduce.yaml, elasticache-redis",
        "lambdaml-resnet50-all-reduce.yaml, elasticache-memcached",
        "lambdaml-resnet50-all-reduce.yaml, elasticache-redis",
        "lambdaml-resnet50-scatter-reduce.yaml, elasticache-memcached",
        "lambdaml-resnet50-scatter-reduce.yaml, elasticache-redis"
    })
    void anotherChannelIsFasterThanS3(String file, String channel) {
        assertThat(seconds(file, "channel=" + channel)).isLessThan(seconds(file));
    }

    @ParameterizedTest
    @CsvSource({
        "lambdaml-mobilenet-all-reduce.yaml, 13.37 MiB",
        "lambdaml-mobilenet-scatter-reduce.yaml, 1.337 MiB",
        "lambdaml-resnet50-all-reduce.yaml, 97.49 MiB",
        "lambdaml-resnet50-scatter-reduce.yaml, 9.749 MiB"
    })
    void aGradientLargerThanAnItemIsRefusedByDynamoDbUnlessItIsCut(String file, String object) {
        assertThatThrownBy(() -> run(file, "channel=dynamodb"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(object)
                .hasMessageContaining("at most 400 KiB")
                .hasMessageContaining("table.large-items: chunk");
        // In items of 400 KiB an epoch takes longer than a function lives, whatever the pattern.
        assertThat(seconds(
                        file,
                        "channel=dynamodb",
                        "table.large-items=chunk",
                        "waiting.give-up=1 h",
                        "lifetime.limit=ignored"))
                .isGreaterThan(seconds(file));
    }

    @Test
    void aReducerThatTakesLongerThanItsReadersWaitEndsTheTrainingAsItWouldInReality() {
        assertThatThrownBy(
                        () -> run("lambdaml-resnet50-all-reduce.yaml", "channel=dynamodb", "table.large-items=chunk"))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("it has asked for merged/merged_1 for 60 s");
    }

    @Test
    void theThriftServersModelExpiresUnlessItIsLetStay() {
        assertThatThrownBy(() -> run("lambdaml-hybrid.yaml", "epochs=3"))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("has deleted the model 600 s after its registration");
        assertThat(seconds("lambdaml-hybrid.yaml", "epochs=3", "server.model-expiry=6000 s"))
                .isGreaterThan(600);
    }

    @Test
    void aValueAboveMemcachedsSizeIsRefusedWithTheSettingThatAllowsIt() {
        assertThatThrownBy(() -> run(
                        "lambdaml-resnet50-all-reduce.yaml", "channel=elasticache-memcached", "cache.max-value=1 MiB"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("97.49 MiB")
                .hasMessageContaining("at most 1 MiB")
                .hasMessageContaining("cache.max-value");
    }

    @Test
    void forATinyModelScatterReduceIsSlowerAndForALargeOneAllReduce() {
        assertThat(seconds("lambdaml-lr-scatter-reduce.yaml")).isGreaterThan(seconds("lambdaml-lr-all-reduce.yaml"));
        assertThat(seconds("lambdaml-resnet50-all-reduce.yaml"))
                .isGreaterThan(2 * seconds("lambdaml-resnet50-scatter-reduce.yaml"));
    }

    @Test
    void memcachedsThreadsSuitLargeModelsBetterThanRedissOne() {
        assertThat(seconds("lambdaml-resnet50-all-reduce.yaml", "channel=elasticache-memcached"))
                .isLessThan(seconds("lambdaml-resnet50-all-reduce.yaml", "channel=elasticache-redis"));
    }

    @Test
    void moreServersHelpTheHybridLessThanOneWithoutCallsWould() {
        double one = seconds("lambdaml-hybrid.yaml");
        assertThat(seconds("lambdaml-hybrid.yaml", "server.rpc=none")).isLessThan(one / 2);
        assertThat(seconds("lambdaml-hybrid.yaml", "server.count=4")).isGreaterThan(one / 2);
    }

    @Test
    void lambdaDnnsTimeFallsAndThenRisesWithTheNumberOfFunctions() {
        double few = seconds("lambdadnn-resnet50.yaml", "plan.workers=2", "plan.batch=32", "epochs=1");
        double some = seconds("lambdadnn-resnet50.yaml", "plan.workers=16", "plan.batch=32", "epochs=1");
        double many = seconds("lambdadnn-resnet50.yaml", "plan.workers=100", "plan.batch=10", "epochs=1");
        assertThat(some).isLessThan(few);
        assertThat(many).isGreaterThan(some);
    }

    @Test
    void overElastiCacheFasDlIsFasterThanOverS3AndDearer() {
        RunResult cache = run("fasdl-elasticache.yaml", "capacity=unlimited");
        RunResult store = run("quickstart.yaml");
        assertThat(cache.mean(Replication::timeSeconds)).isLessThan(store.mean(Replication::timeSeconds));
        assertThat(cache.mean(Replication::costUsd)).isGreaterThan(2 * store.mean(Replication::costUsd));
    }

    @Test
    void mergedShardsPileUpOnlyWhereSeveralWorkersExchange() {
        String[] polled = {
            "counting=implementation", "waiting=poll", "protocol=bsp", "epochs=4", "lifetime.limit=ignored"
        };

        assertThat(warnings("plan={workers: 2, memory: 3008 MB, batch: 64, aggregators: 1}", polled))
                .anyMatch(warning -> warning.startsWith("merged shards are not deleted"));
        assertThat(warnings("plan={workers: 1, memory: 3008 MB, batch: 64, aggregators: 1}", polled))
                .noneMatch(warning -> warning.startsWith("merged shards are not deleted"));
    }

    private static List<String> warnings(String plan, String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add(plan);
        return Preparation.prepare(ScenarioLoader.load(SCENARIOS.resolve("quickstart.yaml"), all), Sites.SHIPPED)
                .warnings();
    }
}
