package faastrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever follows the README gets what it says. */
class ReadmeTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    /** What README.md marks as shell is run; other blocks show what is printed. */
    private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void everyDocumentedCommandWorksInTheOrderOfTheReadme() throws IOException, InterruptedException {
        Files.createSymbolicLink(folder.resolve("scenarios"), REPOSITORY.resolve("scenarios"));
        Files.createSymbolicLink(folder.resolve("traces"), REPOSITORY.resolve("traces"));
        Path command = folder.resolve("faastrain");
        Files.writeString(
                command,
                "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.awt.headless=true -Dfaastrain.home='"
                        + REPOSITORY + "' -cp '" + System.getProperty("java.class.path")
                        + "' faastrain.cli.Main \"$@\"\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        Matcher blocks = SHELL.matcher(Files.readString(REPOSITORY.resolve("README.md")));
        List<String> script = new ArrayList<>();
        while (blocks.find()) {
            blocks.group(1).lines().filter(line -> !line.startsWith("mvn ")).forEach(script::add);
        }
        assertThat(script.stream().filter(line -> line.startsWith("./faastrain")))
                .hasSizeGreaterThan(10);
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder("sh", "-e", "-c", String.join("\n", script))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor())
                .as(Files.readString(said, StandardCharsets.UTF_8))
                .isZero();
        assertThat(folder.resolve("reports/mine-aggregators/charts/aggregators.pdf"))
                .exists();
        assertThat(folder.resolve("reports/charts/aggregators.csv"))
                .hasSameBinaryContentAs(REPOSITORY.resolve("reports/gallery/aggregators.csv"));
        assertThat(folder.resolve("reports/sgd-protocols/charts/convergence.csv"))
                .hasSameBinaryContentAs(REPOSITORY.resolve("reports/gallery/convergence.csv"));
        assertThat(folder.resolve("reports/plan-bert-base-cola/charts/cost-time.csv"))
                .hasSameBinaryContentAs(REPOSITORY.resolve("reports/gallery/cost-time.csv"));
        assertThat(folder.resolve("reports/faas-iaas/charts/scaling.csv"))
                .hasSameBinaryContentAs(REPOSITORY.resolve("reports/gallery/scaling.csv"));
        assertThat(folder.resolve("reports/compute/charts/fit-mobilenet_v2.svg"))
                .exists();
    }

    @Test
    void theOutputThatTheReadmeShowsIsWhatTheQuickstartPrints() throws IOException {
        String readme = Files.readString(REPOSITORY.resolve("README.md"));
        String shown = readme.substring(
                readme.indexOf("FasDL's closed form (counting"), readme.indexOf("\n```\n\nand writes"));
        Said said = Said.of(
                "run",
                REPOSITORY.resolve("scenarios/quickstart.yaml").toString(),
                "--output",
                folder.resolve("quickstart").toString());
        assertThat(said.out()).contains(shown);
    }

    @Test
    void theExperimentThatTheReadmeShowsIsValid() throws IOException {
        Matcher shown = Pattern.compile("```yaml\\n(name: Aggregators.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(REPOSITORY.resolve("README.md")));
        assertThat(shown.find()).isTrue();
        Files.copy(
                REPOSITORY.resolve("scenarios/resnet50-aggregators.yaml"), folder.resolve("resnet50-aggregators.yaml"));
        Path file = Files.createDirectory(folder.resolve("experiments")).resolve("shown.yaml");
        Files.writeString(file, shown.group(1));
        // Two workloads, sixteen numbers of aggregators, two systems; the filter leaves one of the four out.
        assertThat(Said.of("validate", file.toString()).out()).isEqualTo(file + ": valid, 48 points, 960 runs\n");
    }

    @Test
    void everyVerbIsInTheReadme() throws IOException {
        String readme = Files.readString(REPOSITORY.resolve("README.md"));
        for (String verb : List.of(
                "run", "validate", "predict", "compare", "plan", "sweep", "merge", "chart", "trace fit", "list")) {
            assertThat(readme).contains("| `" + verb);
        }
        try (Stream<Path> packages = Files.list(Path.of("src/main/java/faastrain"))) {
            packages.filter(Files::isDirectory)
                    .forEach(folder -> assertThat(readme).contains("`" + folder.getFileName() + "`"));
        }
    }
}
