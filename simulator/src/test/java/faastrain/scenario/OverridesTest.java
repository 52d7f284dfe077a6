package faastrain.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {
    private static Scenario load(String... assignments) {
        return ScenarioLoader.load("s.yaml", Texts.with(), List.of(assignments)).scenario();
    }

    private static AbstractStringAssert<?> refusal(String... assignments) {
        return assertThat(assertThrows(InvalidInputException.class, () -> load(assignments))
                .getMessage());
    }

    @Test
    void aValueIsReplaced() {
        assertThat(load("plan.workers=9", "epochs = 3").plan().workers()).isEqualTo(9);
        assertThat(load("plan.workers=9", "epochs = 3").epochs()).isEqualTo(3);
        assertThat(load("plan.workers=9").plan().batch()).isEqualTo(128);
    }

    @Test
    void aKeyThatIsNotInTheFileIsAdded() {
        assertThat(load("plan.max-global-batch=1024").plan().maxGlobalBatch()).hasValue(1024);
        assertThat(load("protocol=hap").protocol()).isEqualTo(ProtocolKind.HAP);
    }

    @Test
    void aSectionThatIsNotInTheFileIsMade() {
        assertThat(load("waiting.mode=poll").waiting().mode()).isEqualTo(WaitingMode.POLL);
        refusal("waiting.mode=pol")
                .isEqualTo(
                        "--set waiting.mode=pol: waiting.mode: must be one of notify, poll, but is \"pol\"; did you mean \"poll\"?");
    }

    @Test
    void aWholeSectionCanBeSet() {
        assertThat(load("plan={workers: 2, memory: 1 GB, batch: 8, aggregators: 1}")
                        .plan()
                        .memoryMb())
                .hasValue(1024);
    }

    @Test
    void theLaterWins() {
        assertThat(load("epochs=3", "epochs=5", "epochs=4").epochs()).isEqualTo(4);
    }

    @Test
    void whatFollowsTheFirstEqualsSignIsTheValue() {
        assertThat(load("name=a=b=c").name()).isEqualTo("a=b=c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prices=", "prices=~", "prices=null"})
    void nothingTakesAValueAway(String assignment) {
        assertThat(load("prices=fasdl-code").prices()).contains("fasdl-code");
        assertThat(load("prices=fasdl-code", assignment).prices()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "epochs", "=5", " = 5", ".epochs=5", "plan.=5", "plan..workers=5", "plan workers=5"})
    void whatIsNoAssignmentShowsTheForm(String assignment) {
        refusal(assignment).isEqualTo("--set " + assignment + ": must be key=value, such as \"--set plan.workers=8\"");
    }

    @Test
    void everyMalformedAssignmentIsTold() {
        refusal("epochs", "plan.workers=[", "name=\"a")
                .contains("--set epochs: must be key=value")
                .contains("--set plan.workers=[:1:")
                .contains("--set name=\"a:1:");
    }

    @Test
    void aWrongValueStandsInItsAssignment() {
        refusal("plan.memory=1536")
                .isEqualTo("--set plan.memory=1536: plan.memory: \"1536\" has no unit; write \"1536 MB\" (MB or GB)");
        refusal("plan.aggregators=8")
                .startsWith("--set plan.aggregators=8: plan.aggregators: is 8, but only 7 workers can aggregate");
    }

    @Test
    void aWrongKeyStandsInItsAssignmentAndHasASuggestion() {
        refusal("plan.wrokers=8")
                .startsWith("--set plan.wrokers=8: plan.wrokers: is not a known key; did you mean \"workers\"?");
        refusal("epochs.count=8").isEqualTo("--set epochs.count=8: epochs: must be a single value, but is a mapping");
    }

    @Test
    void whatIsWrongInTheFileComesBeforeWhatIsWrongInAnAssignment() {
        InvalidInputException invalid = assertThrows(
                InvalidInputException.class,
                () -> ScenarioLoader.load("s.yaml", Texts.with("plan.batch", "0"), List.of("epochs=0")));
        assertThat(invalid.problems()).extracting(Problem::path).containsExactly("plan.batch", "epochs");
    }

    @Test
    void aCommentThatWouldCutAValueIsRefused() {
        refusal("name=Run #1")
                .isEqualTo("--set name=Run #1: name: is read as \"Run\" only, because \" #\" begins a comment; put the"
                        + " value in double quotes inside the shell's quotes");
        refusal("name=#1").contains("is read as nothing only, because \" #\" begins a comment");
        assertThat(load("name=\"Run #1\"").name()).isEqualTo("Run #1");
        assertThat(load("name=Run#1").name()).isEqualTo("Run#1");
    }

    @Test
    void anAnchorIsRefusedHereToo() {
        refusal("name=&x y").contains("YAML anchors and aliases are not used here");
    }
}
