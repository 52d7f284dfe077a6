package faastrain.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** An input that is not valid, with everything that is wrong with it. Its message has one line a problem. */
public final class InvalidInputException extends RuntimeException {
    private final transient List<Problem> problems;

    public InvalidInputException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** One problem that has no field. */
    public InvalidInputException(Place place, String message) {
        this(List.of(new Problem(place, "", message)));
    }

    /** What is wrong, in reading order. */
    public List<Problem> problems() {
        return problems;
    }
}
