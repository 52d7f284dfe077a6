package faastrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as text. */
class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "-0.0 | 0",
                "1 | 1",
                "0.1 | 0.1",
                "1e20 | 100000000000000000000",
                "1.5e-9 | 0.0000000015",
                "123456789012345.6 | 123456789012346",
                // The last bits of 0.1 + 0.2 do not show.
                "0.30000000000000004 | 0.3",
                "1234567890.12345678 | 1234567890.12346",
                "-2.50 | -2.5"
            })
    void aFileHasFifteenDigitsAtMostAndNoExponent(double value, String text) {
        assertThat(Numbers.text(value)).isEqualTo(text);
    }

    @Property(tries = 300)
    void aNumberOfAFileReadsBackToFifteenDigits(@ForAll @DoubleRange(min = -1e15, max = 1e15) double value) {
        double back = Double.parseDouble(Numbers.text(value));
        assertThat(Math.abs(back - value)).isLessThanOrEqualTo(5e-15 * Math.abs(value) + Double.MIN_VALUE);
        assertThat(Numbers.text(value)).matches("-?\\d+(\\.\\d*[1-9])?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "4.9e-10 | 0",
                "5e-10 | 5.00e-10",
                "0.01234 | 0.0123",
                "0.999 | 0.999",
                "1 | 1.00",
                "99.99 | 99.99",
                "100 | 100.0",
                "6214.34 | 6,214.3",
                "-6214.34 | -6,214.3",
                "-0.5 | -0.500"
            })
    void secondsHaveMoreDigitsTheSmallerTheyAre(double value, String text) {
        assertThat(Numbers.seconds(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "4e-13 | 0",
                "0.000999 | 0.000999",
                "0.001 | 0.0010",
                "1.23456 | 1.2346",
                "999.99999 | 1000.0000",
                "1000 | 1,000.00",
                "-1234.567 | -1,234.57"
            })
    void dollarsHaveMoreDigitsTheSmallerTheyAre(double value, String text) {
        assertThat(Numbers.usd(value)).isEqualTo(text);
    }

    @Test
    void aPartOfNothingIsNoPercentage() {
        assertThat(Numbers.percent(1, 0)).isEqualTo("-");
        assertThat(Numbers.percent(1, 8)).isEqualTo("12.5 %");
        assertThat(Numbers.percent(0, 8)).isEqualTo("0.0 %");
    }

    @Test
    void theLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Numbers.seconds(6214.34)).isEqualTo("6,214.3");
            assertThat(Numbers.usd(1.5)).isEqualTo("1.5000");
            assertThat(Numbers.percent(1, 8)).isEqualTo("12.5 %");
            assertThat(Numbers.text(0.5)).isEqualTo("0.5");
        } finally {
            Locale.setDefault(before);
        }
    }
}
