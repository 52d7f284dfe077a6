package faastrain.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> NAMES =
            List.of("workers", "memory", "batch", "k-reduce", "all-reduce", "scatter-reduce", "s3", "hap", "bsp");

    @ParameterizedTest
    @CsvSource({
        "wrokers, workers",
        "worker, workers",
        "Memory, memory",
        "K_Reduce, k-reduce",
        "k reduce, k-reduce",
        "scater-reduse, scatter-reduce",
        "S3, s3",
        "asp, bsp"
    })
    void aSlipOfTheFingerFindsTheName(String given, String meant) {
        assertThat(Suggestion.nearest(given, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"colour", "xy", "''", "redis", "zzz"})
    void whatHasNothingOfANameFindsNone(String given) {
        assertThat(Suggestion.nearest(given, NAMES)).isEmpty();
        assertThat(Suggestion.didYouMean(given, NAMES)).isEmpty();
    }

    @Test
    void ofNamesEquallyNearTheFirstInTheAlphabetIsTaken() {
        assertThat(Suggestion.nearest("bap", List.of("tap", "hap", "bsp"))).contains("bsp");
    }

    @Test
    void aTextThatNoNameIsAsLongAsIsNotCompared() {
        assertThat(Suggestion.nearest("a".repeat(65), List.of("a".repeat(65)))).isEmpty();
    }

    @Test
    void theSuggestionEndsAMessage() {
        assertThat("is not a known key" + Suggestion.didYouMean("wrokers", NAMES))
                .isEqualTo("is not a known key; did you mean \"workers\"?");
    }
}
