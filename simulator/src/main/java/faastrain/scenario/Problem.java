package faastrain.scenario;

/**
 * One thing that is wrong with an input.
 *
 * @param place where it stands
 * @param path the field, dotted ({@code plan.memory}); empty when no single field is meant
 * @param message what is wrong and what would be right
 */
public record Problem(Place place, String path, String message) {
    @Override
    public String toString() {
        return path.isEmpty() ? place + ": " + message : place + ": " + path + ": " + message;
    }
}
