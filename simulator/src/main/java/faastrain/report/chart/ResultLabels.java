package faastrain.report.chart;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names that tell the results of one figure apart. */
final class ResultLabels {
    /** What can stand for a result: its choices and numbers, written as in a label; empty where it has none. */
    @FunctionalInterface
    private interface Telling {
        String written(RunSummary result);

        static Telling field(String field, String form) {
            return result -> {
                String value = result.scenario(field);
                return value.isEmpty() ? "" : form.replace("%s", value);
            };
        }
    }

    /** The bound of the staleness; a protocol that has none stands for itself. */
    private static final Telling STALENESS = result -> {
        String bound = result.scenario("staleness");
        return bound.isEmpty() ? result.scenario("protocol") : "s = " + bound;
    };

    /** What says by itself what it is. */
    private static final List<Telling> CHOICES = List.of(
            Telling.field("channel", "%s"),
            Telling.field("pattern", "%s"),
            Telling.field("protocol", "%s"),
            STALENESS,
            Telling.field("counting", "%s"),
            Telling.field("algorithm", "%s"));

    /** These and the numbers of the plan. */
    private static final List<Telling> CHOICES_AND_PLAN = Stream.concat(
                    CHOICES.stream(),
                    Stream.of(
                            Telling.field("plan.aggregators", "K = %s"),
                            Telling.field("plan.workers", "W = %s"),
                            Telling.field("plan.memory_mb", "%s MB"),
                            Telling.field("plan.batch", "batch %s")))
            .toList();

    private ResultLabels() {}

    /** Under an axis: the name where no other result has it; else the choice that tells all apart; else the folder. */
    static String underAxis(RunSummary result, List<RunSummary> results) {
        return hasItsNameAlone(result, results)
                ? result.name()
                : telling(CHOICES, result, results).orElseGet(() -> result.name() + " (" + result.folderName() + ")");
    }

    /**
     * In a legend, which may cut the end of a label: the result's name where no other has it; else the choice or number
     * of the plan that tells all apart; else its folder, before the name where that differs, too.
     */
    static String inLegend(RunSummary result, List<RunSummary> results) {
        if (hasItsNameAlone(result, results)) {
            return result.name();
        }
        String name = haveOneName(results) ? "" : ": " + result.name();
        return telling(CHOICES_AND_PLAN, result, results).orElseGet(() -> result.folderName() + name);
    }

    private static boolean hasItsNameAlone(RunSummary result, List<RunSummary> results) {
        return results.stream()
                        .filter(other -> other.name().equals(result.name()))
                        .count()
                == 1;
    }

    private static boolean haveOneName(List<RunSummary> results) {
        return results.stream().map(RunSummary::name).distinct().count() == 1;
    }

    /** Where one field tells all results of one name apart, its value is the shorter label. */
    private static Optional<String> telling(List<Telling> fields, RunSummary result, List<RunSummary> results) {
        return fields.stream()
                .filter(field -> haveOneName(results))
                .filter(field -> tellsApart(field, results))
                .findFirst()
                .map(field -> field.written(result));
    }

    private static boolean tellsApart(Telling field, List<RunSummary> results) {
        List<String> labels = results.stream().map(field::written).distinct().toList();
        return labels.size() == results.size() && !labels.contains("");
    }
}
