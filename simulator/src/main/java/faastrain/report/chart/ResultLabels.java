package faastrain.report.chart;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names that tell the results of one figure apart. */
final class ResultLabels {
    /** A field of the scenario whose value can stand for a result, and how it is written in a label. */
    private record Telling(String field, String form) {
        String written(RunSummary result) {
            return form.replace("%s", result.scenario(field));
        }
    }

    /** Fields that say by themselves what they are. */
    private static final List<Telling> CHOICES = Stream.of("channel", "pattern", "protocol", "counting")
            .map(field -> new Telling(field, "%s"))
            .toList();

    /** These and the numbers of the plan. */
    private static final List<Telling> CHOICES_AND_PLAN = Stream.concat(
                    CHOICES.stream(),
                    Stream.of(
                            new Telling("plan.aggregators", "K = %s"),
                            new Telling("plan.workers", "W = %s"),
                            new Telling("plan.memory_mb", "%s MB"),
                            new Telling("plan.batch", "batch %s")))
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
                .filter(field -> results.stream().map(field::written).distinct().count() == results.size())
                .findFirst()
                .map(field -> field.written(result));
    }
}
