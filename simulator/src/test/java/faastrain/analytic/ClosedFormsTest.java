package faastrain.analytic;

import static faastrain.analytic.Trainings.exchange;
import static faastrain.analytic.Trainings.link;
import static faastrain.analytic.Trainings.workload;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.model.Channel;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Plan;
import faastrain.model.ServicePrices;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which closed forms are one of a job. */
class ClosedFormsTest {
    /** Pattern, channel; the closed forms under {@code counting: paper}; those under {@code counting: implementation}. */
    private static final List<String> TABLE = List.of(
            "all-reduce over s3: fasdl; lambdaml-faas",
            "all-reduce over elasticache-redis: fasdl; lambdaml-faas",
            "all-reduce over elasticache-memcached: fasdl; lambdaml-faas",
            "all-reduce over dynamodb: ; lambdaml-faas",
            "scatter-reduce over s3: fasdl lambdaml-faas; fasdl lambdaml-faas",
            "scatter-reduce over elasticache-redis: fasdl lambdaml-faas; fasdl lambdaml-faas",
            "scatter-reduce over elasticache-memcached: fasdl lambdaml-faas; fasdl lambdaml-faas",
            "scatter-reduce over dynamodb: lambdaml-faas; lambdaml-faas",
            "k-reduce over s3: fasdl; fasdl",
            "k-reduce over elasticache-redis: fasdl; fasdl",
            "k-reduce over elasticache-memcached: fasdl; fasdl",
            "k-reduce over dynamodb: ; ",
            "global-model over s3: ; ",
            "global-model over elasticache-redis: ; ",
            "global-model over elasticache-memcached: ; ",
            "global-model over dynamodb: ; ",
            "parameter-server over parameter-server: lambdadnn; lambdadnn",
            "parameter-server over vm-network: ; ",
            "ring over vm-network: lambdaml-iaas; lambdaml-iaas");

    private static Channel channel(ChannelKind kind) {
        FunctionLink link = link(0.5, 8);
        return switch (kind) {
            case S3 -> Trainings.store(link);
            case ELASTICACHE_REDIS, ELASTICACHE_MEMCACHED -> Trainings.cache(link);
            case DYNAMODB -> Trainings.table(link);
            case PARAMETER_SERVER -> Trainings.servers(link, 1, 1280);
            case VM_NETWORK -> Trainings.network(link);
        };
    }

    private static Job job(PatternKind pattern, ChannelKind channel, Counting counting) {
        int aggregators =
                switch (pattern) {
                    case ALL_REDUCE -> 1;
                    case K_REDUCE -> 2;
                    case SCATTER_REDUCE, PARAMETER_SERVER, RING, GLOBAL_MODEL -> 4;
                };
        return Trainings.job(
                workload(12, 10, 100, 1000, 2, -500),
                new Plan(4, 1000, aggregators, 8, 8),
                link(0.5, 8),
                ServicePrices.NONE,
                1,
                counting,
                LastBatch.SHORT,
                exchange(pattern, channel(channel)),
                Lifecycle.EACH_EPOCH);
    }

    private static String ids(PatternKind pattern, ChannelKind channel, Counting counting) {
        return String.join(
                " ",
                ClosedForms.of(job(pattern, channel, counting)).stream()
                        .map(Prediction::model)
                        .toList());
    }

    @Test
    void everyPatternOverEveryChannelHasTheClosedFormsOfItsPapers() {
        List<String> actual = new ArrayList<>();
        for (PatternKind pattern : PatternKind.values()) {
            for (ChannelKind channel : ChannelKind.values()) {
                if (channel.patterns().contains(pattern)) {
                    actual.add(pattern.id() + " over " + channel.id() + ": " + ids(pattern, channel, Counting.PAPER)
                            + "; " + ids(pattern, channel, Counting.IMPLEMENTATION));
                }
            }
        }
        assertThat(actual).containsExactlyInAnyOrderElementsOf(TABLE);
    }

    @Test
    void everyClosedFormIsListedAndApplies() {
        Set<String> applied = new TreeSet<>();
        for (ChannelKind channel : ChannelKind.values()) {
            for (PatternKind pattern : channel.patterns()) {
                for (Prediction prediction : ClosedForms.of(job(pattern, channel, Counting.PAPER))) {
                    applied.add(prediction.model());
                }
            }
        }
        assertThat(ClosedForms.all().keySet())
                .containsExactly("fasdl", "lambdaml-faas", "lambdaml-iaas", "lambdadnn")
                .containsExactlyInAnyOrderElementsOf(applied);
    }

    @Test
    void eachPredictionKeepsTheAccountThatWasAskedFor() {
        for (Counting counting : Counting.values()) {
            assertThat(ClosedForms.of(job(PatternKind.SCATTER_REDUCE, ChannelKind.S3, counting)))
                    .extracting(Prediction::counting)
                    .containsExactly(counting, counting);
        }
    }
}
