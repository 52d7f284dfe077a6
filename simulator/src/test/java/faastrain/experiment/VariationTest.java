package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.scenario.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One field and its values. */
class VariationTest {
    @Test
    void aRangeIsEveryWholeNumberOfIt() {
        assertThat(Variation.parse("plan.aggregators=3..6"))
                .isEqualTo(new Variation("plan.aggregators", List.of("3", "4", "5", "6")));
        assertThat(Variation.parse("plan.aggregators=3..3").values()).containsExactly("3");
    }

    @Test
    void aListIsTakenAsWrittenWithoutSpaces() {
        assertThat(Variation.parse(" plan.memory = 1024 MB , 2 GB"))
                .isEqualTo(new Variation("plan.memory", List.of("1024 MB", "2 GB")));
    }

    @Test
    void rangesAndValuesCanBeMixed() {
        assertThat(Variation.parse("plan.workers=1..3,8,16..17").values())
                .containsExactly("1", "2", "3", "8", "16", "17");
    }

    @Test
    void onlyTheFirstEqualsSignDivides() {
        assertThat(Variation.parse("name=a=b")).isEqualTo(new Variation("name", List.of("a=b")));
    }

    @Test
    void anAssignmentIsMadeOfEachValue() {
        assertThat(Variation.parse("protocol=bsp,hap").assignments()).containsExactly("protocol=bsp", "protocol=hap");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "protocol | must be key=values",
                "=1..3 | must be key=values",
                "protocol= | must be key=values",
                "protocol=bsp,,hap | has an empty value",
                "protocol=bsp, | has an empty value",
                "k=3..2 | the range 3..2 must rise",
                "k=1..10001 | at most 10000 values",
                "k=1..10000,20000 | has 10001 values",
                "k=1,2,1 | names a value twice",
                "k=1..3,2 | names a value twice"
            })
    void whatIsNeitherIsRefusedInWords(String text, String message) {
        assertThatThrownBy(() -> Variation.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--vary " + text)
                .hasMessageContaining(message);
    }

    @Test
    void tenThousandValuesAreTheMost() {
        assertThat(Variation.parse("k=1..10000").values()).hasSize(10_000).endsWith("10000");
    }

    @Test
    void aFieldOfBlanksIsRefused() {
        assertThatThrownBy(() -> Variation.parse("  =1")).isInstanceOf(InvalidInputException.class);
    }
}
