package faastrain.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A named alternative that a scenario may pick. Implemented by enums, so that every list of them is printed from one place. */
public interface Choice {
    /** The name in files and on the command line, in kebab-case. */
    String id();

    /** What it stands for, in one line. */
    String description();

    /** The alternative of that name, when there is one. */
    static <E extends Enum<E> & Choice> Optional<E> byId(Class<E> type, String id) {
        return Arrays.stream(type.getEnumConstants())
                .filter(choice -> choice.id().equals(id))
                .findFirst();
    }

    /** The names of a list of alternatives, in their order. */
    static List<String> ids(List<? extends Choice> choices) {
        return choices.stream().map(Choice::id).toList();
    }
}
