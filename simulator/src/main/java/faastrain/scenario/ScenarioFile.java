package faastrain.scenario;

import java.util.Map;

/**
 * A scenario with the places of its fields, so that what later stages find wrong can be shown where it stands.
 *
 * @param file the file as the user named it
 * @param scenario what it says
 * @param places where each field that is given stands, by dotted path
 */
public record ScenarioFile(String file, Scenario scenario, Map<String, Place> places) {
    public ScenarioFile {
        places = Map.copyOf(places);
    }

    /** The same file with another scenario, made of the one that it says. */
    public ScenarioFile with(Scenario other) {
        return new ScenarioFile(file, other, places);
    }

    /** Where a field stands, or its nearest section that is there, or the file. */
    public Place place(String path) {
        for (String at = path; !at.isEmpty(); at = at.contains(".") ? at.substring(0, at.lastIndexOf('.')) : "") {
            Place place = places.get(at);
            if (place != null) {
                return place;
            }
        }
        return Place.of(file);
    }
}
