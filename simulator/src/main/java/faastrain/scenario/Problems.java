package faastrain.scenario;

import java.util.ArrayList;
import java.util.List;

/** Collects problems, so that a user meets all of them at once. Not safe for use by several threads. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    /** Adds a problem of a field. */
    public void add(Place place, String path, String message) {
        found.add(new Problem(place, path, message));
    }

    /** Adds a problem of a node of a YAML file. */
    public void add(Node node, String message) {
        add(node.place(), node.path(), message);
    }

    /** Adds all of {@code others}. */
    public void addAll(List<Problem> others) {
        found.addAll(others);
    }

    /** Whether nothing is wrong so far. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** How many problems there are so far. */
    public int size() {
        return found.size();
    }

    /** The problems in the order in which they were found. */
    public List<Problem> all() {
        return List.copyOf(found);
    }

    /**
     * Ends the reading when anything is wrong.
     *
     * @throws InvalidInputException with every problem found so far
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidInputException(found);
        }
    }
}
