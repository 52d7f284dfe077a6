package faastrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a command line of the repository's installation says.
 *
 * @param code its exit code
 * @param out data
 * @param err messages
 */
record Said(int code, String out, String err) {
    private static final String HOME = "faastrain.home";
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    /** Runs a command line with the repository's profiles and scenarios. */
    static Said of(String... arguments) {
        Optional<String> before = Optional.ofNullable(System.getProperty(HOME));
        System.setProperty(HOME, REPOSITORY.toString());
        try {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(out.toString()))
                    .isTrue();
            return new Said(code, out.toString(), err.toString());
        } finally {
            before.ifPresentOrElse(home -> System.setProperty(HOME, home), () -> System.clearProperty(HOME));
        }
    }

    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out);
    }
}
