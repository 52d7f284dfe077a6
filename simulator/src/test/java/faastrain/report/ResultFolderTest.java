package faastrain.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How result folders come into place. */
class ResultFolderTest {
    @TempDir
    private Path folder;

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path old() throws IOException {
        Path target = Files.createDirectory(folder.resolve("result"));
        Files.createDirectory(target.resolve("inner"));
        Files.writeString(target.resolve("inner/old.txt"), "old");
        return target;
    }

    @Test
    void aNewResultReplacesTheWholeOldOneAndLeavesNothingBeside() throws IOException {
        Path target = old();
        ResultFolder.replace(target, fresh -> {
            assertThat(names(fresh)).isEmpty();
            assertThat(target.resolve("inner/old.txt")).exists();
            ResultFolder.write(fresh, "new.txt", "grün\n");
        });
        assertThat(names(target)).containsExactly("new.txt");
        assertThat(Files.readString(target.resolve("new.txt"))).isEqualTo("grün\n");
        assertThat(names(folder)).containsExactly("result");
    }

    @Test
    void missingParentsAreMade() throws IOException {
        Path target = folder.resolve("a/b/result");
        ResultFolder.replace(target, fresh -> ResultFolder.write(fresh, "new.txt", ""));
        assertThat(names(folder.resolve("a/b"))).containsExactly("result");
        assertThat(names(target)).containsExactly("new.txt");
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldResultAndNothingBeside() throws IOException {
        Path target = old();
        assertThatThrownBy(() -> ResultFolder.replace(target, fresh -> {
                    ResultFolder.write(fresh, "half.txt", "half");
                    throw new FileSystemException("half.txt", null, "No space left on device");
                }))
                .isInstanceOf(OutputException.class)
                .hasMessage(target + ": cannot be written (No space left on device); name a folder that can be with"
                        + " --output")
                .hasCauseInstanceOf(FileSystemException.class);
        assertThat(names(target)).containsExactly("inner");
        assertThat(Files.readString(target.resolve("inner/old.txt"))).isEqualTo("old");
        assertThat(names(folder)).containsExactly("result");
    }

    @Test
    void aDefectInWhatIsWrittenLeavesTheOldResultToo() throws IOException {
        Path target = old();
        IllegalStateException defect = new IllegalStateException("defect");
        assertThatThrownBy(() -> ResultFolder.replace(target, fresh -> {
                    throw defect;
                }))
                .isSameAs(defect);
        assertThat(names(target)).containsExactly("inner");
        assertThat(names(folder)).containsExactly("result");
    }

    @Test
    void reasonsAreNamedEvenWithoutWordsOfTheSystem() {
        Path target = folder.resolve("r");
        assertThatThrownBy(() -> ResultFolder.replace(target, fresh -> {
                    throw new NoSuchFileException("x");
                }))
                .hasMessageContaining("(no such file or folder)");
        assertThatThrownBy(() -> ResultFolder.replace(target, fresh -> {
                    throw new IOException("the disk is full");
                }))
                .hasMessageContaining("(the disk is full)");
        assertThat(target).doesNotExist();
    }

    @Test
    void aPlaceBelowAFileIsRefusedBeforeAnythingIsRun() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> ResultFolder.checkWritable(file.resolve("result")))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("--output");
        ResultFolder.checkWritable(folder.resolve("result"));
        assertThat(names(folder)).containsExactly("file");
    }

    @Test
    void whetherAPlaceCanBeWrittenIsFoundOutWithoutMakingFolders() throws IOException {
        ResultFolder.checkWritable(folder.resolve("not/yet/result"));
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void aFolderHoldsAScenarioOnlyWhenItsTextIsTheSame() throws IOException {
        Files.writeString(folder.resolve(ResultFolder.RESOLVED), "name: a\n");
        assertThat(ResultFolder.holds(folder, "name: a\n")).isTrue();
        assertThat(ResultFolder.holds(folder, "name: b\n")).isFalse();
        assertThat(ResultFolder.holds(folder.resolve("none"), "name: a\n")).isFalse();
    }

    @Test
    void aFolderIsAResultByItsManifest() throws IOException {
        assertThat(ResultFolder.isResult(folder)).isFalse();
        Files.writeString(folder.resolve(ResultFolder.MANIFEST), "{}");
        assertThat(ResultFolder.isResult(folder)).isFalse();
        Files.writeString(folder.resolve(ResultFolder.MANIFEST), "no JSON");
        assertThat(ResultFolder.isResult(folder)).isFalse();
        Files.writeString(folder.resolve(ResultFolder.MANIFEST), "{\"program\": \"faastrain\"}");
        assertThat(ResultFolder.isResult(folder)).isTrue();
    }

    @Test
    void aNamedPlaceIsTakenWhenFreeOrOfTheSameScenarioAndOtherwiseOnlyByForce() throws IOException {
        Path place = folder.resolve("place");
        assertThat(choose(place, false)).isEqualTo(place);
        Files.createDirectory(place);
        assertThat(choose(place, false)).isEqualTo(place);
        Files.writeString(place.resolve(ResultFolder.RESOLVED), "same");
        assertThat(choose(place, false)).isEqualTo(place);
        Files.writeString(place.resolve(ResultFolder.RESOLVED), "another");
        assertThatThrownBy(() -> choose(place, true))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("is no result of FaasTrain");
        Files.writeString(place.resolve(ResultFolder.MANIFEST), "{\"program\": \"faastrain\"}");
        assertThatThrownBy(() -> choose(place, false))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("result of another scenario");
        assertThat(choose(place, true)).isEqualTo(place);
    }

    @Test
    void aFileIsNeverReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> choose(file, true)).hasMessageContaining("is no result of FaasTrain");
    }

    private static Path choose(Path named, boolean force) {
        return ResultPlace.choose(java.util.Optional.of(named), force, Path.of("s.yaml"), "same");
    }

    @Test
    void theDefaultPlaceIsCalledAfterTheScenarioAndGetsANumberWhereAnotherStands() {
        String stem = "place-test-" + folder.getFileName();
        Path first = Path.of("reports", stem);
        Path second = Path.of("reports", stem + "-2");
        try {
            assertThat(defaultPlace(stem + ".yaml")).isEqualTo(first);
            assertThat(defaultPlace(stem)).isEqualTo(first);
            Files.createDirectories(first);
            assertThat(defaultPlace(stem + ".yaml")).isEqualTo(first);
            Files.writeString(first.resolve(ResultFolder.RESOLVED), "another");
            assertThat(defaultPlace(stem + ".yaml")).isEqualTo(second);
            Files.createDirectories(second);
            Files.writeString(second.resolve(ResultFolder.RESOLVED), "another");
            assertThat(defaultPlace(stem + ".yaml")).isEqualTo(Path.of("reports", stem + "-3"));
            Files.writeString(second.resolve(ResultFolder.RESOLVED), "same");
            assertThat(defaultPlace(stem + ".yaml")).isEqualTo(second);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            for (Path place : List.of(first, second)) {
                place.resolve(ResultFolder.RESOLVED).toFile().delete();
                place.toFile().delete();
            }
            // Only when nothing else is in it.
            Path.of("reports").toFile().delete();
        }
    }

    private static Path defaultPlace(String scenario) {
        return ResultPlace.choose(java.util.Optional.empty(), false, Path.of("some", scenario), "same");
    }
}
