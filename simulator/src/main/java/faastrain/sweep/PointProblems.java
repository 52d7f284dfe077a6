package faastrain.sweep;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.scenario.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is wrong with points: each problem once, with the first point that has it and how many others do. */
final class PointProblems {
    /** Who has a hundred problems mends the first of them first. */
    private static final int SHOWN = 20;

    private record Met(List<Integer> first, int points) {}

    private final Experiment experiment;
    private final Map<Problem, Met> met = new LinkedHashMap<>();
    private int points;

    PointProblems(Experiment experiment) {
        this.experiment = experiment;
    }

    void addAll(List<Problem> problems, List<Integer> levels) {
        points++;
        for (Problem problem : problems) {
            met.merge(problem, new Met(levels, 1), (old, one) -> new Met(old.first(), old.points() + 1));
        }
    }

    void throwIfAny() {
        if (met.isEmpty()) {
            return;
        }
        List<Problem> told = new ArrayList<>();
        met.entrySet().stream()
                .limit(SHOWN)
                .forEach(entry -> told.add(new Problem(
                        entry.getKey().place(),
                        entry.getKey().path(),
                        entry.getKey().message() + where(entry.getValue()))));
        if (met.size() > SHOWN) {
            told.add(new Problem(
                    Place.of(experiment.file()),
                    "",
                    String.format(Locale.ROOT, "and %,d other problems of points", met.size() - SHOWN)));
        }
        throw new InvalidInputException(told);
    }

    /** A problem of all points has nothing to do with where they are. */
    private String where(Met one) {
        if (one.points() == points) {
            return "";
        }
        String first = IntStream.range(0, one.first().size())
                .mapToObj(axis -> experiment.axes().get(axis).name() + "="
                        + experiment
                                .axes()
                                .get(axis)
                                .levels()
                                .get(one.first().get(axis))
                                .label())
                .collect(Collectors.joining(", "));
        return " (with " + first
                + (one.points() == 1
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                one.points() == 2 ? " and %,d other point" : " and %,d other points",
                                one.points() - 1))
                + ")";
    }
}
