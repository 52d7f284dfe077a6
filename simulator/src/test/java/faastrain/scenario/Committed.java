package faastrain.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of {@code scenarios/} that are made by the program. {@code -Dfaastrain.regenerate=true} writes them anew. */
final class Committed {
    private static final Path SCENARIOS = Path.of("..", "scenarios");

    private Committed() {}

    /** Holds a file to what the program makes, byte for byte. */
    static void assertIsCurrent(String name, String made) throws IOException {
        Path file = SCENARIOS.resolve(name);
        if (Boolean.getBoolean("faastrain.regenerate")) {
            Files.writeString(file, made, StandardCharsets.UTF_8);
        }
        assertThat(file)
                .as(
                        "scenarios/%s is made by the program; to write it anew: mvn -pl simulator test"
                                + " -Dtest='Scenario*Test' -Dfaastrain.regenerate=true",
                        name)
                .exists();
        assertThat(Files.readAllBytes(file))
                .as(
                        "scenarios/%s is not what the program makes; to write it anew: mvn -pl simulator test"
                                + " -Dtest='Scenario*Test' -Dfaastrain.regenerate=true",
                        name)
                .isEqualTo(made.getBytes(StandardCharsets.UTF_8));
    }
}
