package faastrain.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ScenarioWriterTest {
    @Provide
    Arbitrary<Scenario> scenarios() {
        return Texts.scenarios();
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void theResolvedScenarioReadsBackAsTheSame(@ForAll("scenarios") Scenario scenario) {
        String text = ScenarioWriter.resolved(scenario);
        assertThat(ScenarioLoader.load("resolved", text, List.of()).scenario()).isEqualTo(scenario);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void theResolvedScenarioSaysEveryFieldThatHasAValueInTheOrderOfTheDeclaration(
            @ForAll("scenarios") Scenario scenario) {
        Map<String, Place> places = ScenarioLoader.load("resolved", ScenarioWriter.resolved(scenario), List.of())
                .places();
        List<String> written = ScenarioFields.all().stream()
                .map(ScenarioFields.Field::path)
                .filter(places::containsKey)
                .toList();
        assertThat(written)
                .containsAll(ScenarioFields.all().stream()
                        .filter(field -> field.required() || field.defaultText().isPresent())
                        .map(ScenarioFields.Field::path)
                        .toList())
                .isSortedAccordingTo((one, other) -> {
                    Place a = Optional.ofNullable(places.get(one)).orElseThrow();
                    Place b = Optional.ofNullable(places.get(other)).orElseThrow();
                    return Integer.compare(a.line(), b.line());
                });
    }

    @Test
    void aNameIsWrittenInQuotesWithEscapesOnlyWhereTheyAreNeeded() {
        Scenario scenario = ScenarioLoader.load("s", Texts.with("name", "'say \"é\" \\ # 😀'"), List.of())
                .scenario();
        assertThat(ScenarioWriter.resolved(scenario)).startsWith("name: \"say \\\"é\\\" \\\\ # 😀\"\n");
    }

    @Test
    void theFileOfDefaultsLoadsAndSaysTheDefaults() {
        Scenario defaults = ScenarioLoader.load("defaults", ScenarioWriter.defaults(), List.of())
                .scenario();
        Scenario minimal = ScenarioLoader.load(
                        "minimal", Texts.with("name", defaults.name(), "workload", defaults.workload()), List.of())
                .scenario();
        assertThat(defaults).isEqualTo(minimal);
    }

    @Test
    void theFileOfDefaultsHasEveryFieldWithItsMeaningInLinesThatFitAScreen() {
        String text = ScenarioWriter.defaults();
        for (ScenarioFields.Field field : ScenarioFields.all()) {
            assertThat(text).containsPattern("\n *(# )?" + field.key() + ": ");
        }
        assertThat(text.lines()).allMatch(line -> line.length() <= 100).noneMatch(line -> line.endsWith(" "));
    }

    @Test
    void theCommittedFileOfDefaultsIsCurrent() throws IOException {
        Committed.assertIsCurrent("defaults.yaml", ScenarioWriter.defaults());
    }
}
