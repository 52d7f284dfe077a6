package faastrain.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    @Property(tries = 3000)
    void whatIsWrittenReadsBackAsTheSameDouble(@ForAll("positive") double value, @ForAll Dimension dimension) {
        assertThat(Quantity.parse(Quantity.format(value, dimension), dimension)).isEqualTo(value);
    }

    @Property(tries = 3000)
    void aPlainNumberReadsBackAsTheSameDouble(@ForAll("positive") double value) {
        assertThat(Quantity.number(Quantity.plain(value))).contains(value);
        assertThat(Quantity.number(Quantity.plain(-value))).contains(-value);
    }

    @Property(tries = 3000)
    void noDecimalWithFewerDigitsReadsBackAsTheSameDouble(@ForAll("positive") double value) {
        BigDecimal written = new BigDecimal(Quantity.plain(value));
        int digits = written.stripTrailingZeros().precision();
        if (digits > 1) {
            BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(written.precision() - written.scale() - digits + 1);
            BigDecimal below = written.divideToIntegralValue(step).multiply(step);
            assertThat(below.doubleValue()).isNotEqualTo(value);
            assertThat(below.add(step).doubleValue()).isNotEqualTo(value);
        }
    }

    /** Every bit pattern of a finite positive double, so that every exponent is as likely as another. */
    @Provide
    Arbitrary<Double> positive() {
        Arbitrary<Double> bits = Arbitraries.longs()
                .between(1, Double.doubleToLongBits(Double.MAX_VALUE))
                .withDistribution(net.jqwik.api.RandomDistribution.uniform())
                .map(Double::longBitsToDouble);
        Arbitrary<Double> usual =
                Arbitraries.doubles().between(1e-9, 1e9).ofScale(9).filter(value -> value > 0);
        return Arbitraries.oneOf(bits, usual);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "2e-3, 0.002",
        "2e23, 2E+23",
        "4.9e-324, 5E-324",
        "1.0E23, 1E+23",
        "97.49, 97.49",
        "1536, 1536",
        "999999999999999, 999999999999999",
        "1e15, 1E+15",
        "1e-7, 0.0000001",
        "9.9e-8, 9.9E-8",
        "0, 0",
        "-0.0, 0",
        "-2.5, -2.5"
    })
    void numbersAreWrittenWithTheFewestDigitsWhateverTheVersionOfJava(double value, String text) {
        assertThat(Quantity.plain(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "97.49 MiB, SIZE, 97.49",
        "512 KiB, SIZE, 0.5",
        "2 GiB, SIZE, 2048",
        "1048576 B, SIZE, 1",
        "1536 MB, MEMORY, 1536",
        "1.5 GB, MEMORY, 1536",
        "900 s, TIME, 900",
        "250 ms, TIME, 0.25",
        "15 min, TIME, 900",
        "2 h, TIME, 7200",
        "80 MiB/s, BANDWIDTH, 80",
        "1.048576 MB/s, BANDWIDTH, 1",
        "8.388608 Gbit/s, BANDWIDTH, 1000",
        "3500 /s, RATE, 3500",
        "7200 /h, RATE, 2",
        "0.125 USD/GB-h, SIZE_TIME_PRICE, 0.125",
        "0.2 USD/million requests, REQUEST_PRICE, 2e-7",
        "1e3MB, MEMORY, 1000",
        "+.5   GB, MEMORY, 512",
        "-3 s, TIME, -3"
    })
    void aQuantityIsItsNumberTimesItsUnit(String text, Dimension dimension, double value) {
        assertThat(Quantity.parse(text, dimension)).isCloseTo(value, within(1e-12 * Math.abs(value)));
    }

    @Test
    void everyExampleIsAQuantityOfItsDimension() {
        for (Dimension dimension : Dimension.values()) {
            assertThat(Quantity.parse(dimension.example(), dimension)).isPositive();
        }
    }

    @Test
    void aMissingUnitShowsTheRightForm() {
        assertThatThrownBy(() -> Quantity.parse("1536", Dimension.MEMORY))
                .hasMessage("\"1536\" has no unit; write \"1536 MB\" (MB or GB)");
    }

    @Test
    void aWrongUnitListsTheOnesAllowed() {
        assertThatThrownBy(() -> Quantity.parse("97.49 MB", Dimension.SIZE))
                .hasMessage("\"97.49 MB\" has the unit \"MB\"; allowed here: MiB, KiB, GiB or B");
    }

    @Test
    void megabytesPerSecondAreTenToTheSixthAndMebibytesTwoToTheTwentieth() {
        assertThat(Quantity.parse("65 MB/s", Dimension.BANDWIDTH)).isEqualTo(65e6 / (1024 * 1024));
        assertThat(Quantity.parse("10 Gbit/s", Dimension.BANDWIDTH))
                .isEqualTo(Quantity.parse("1250 MB/s", Dimension.BANDWIDTH));
        assertThatThrownBy(() -> Quantity.parse("65 Mb/s", Dimension.BANDWIDTH))
                .hasMessage("\"65 Mb/s\" has the unit \"Mb/s\"; allowed here: MiB/s, KiB/s, GiB/s, MB/s or Gbit/s");
    }

    @Test
    void unitsAreCaseSensitiveAsMbAndMiBAreDifferent() {
        assertThatThrownBy(() -> Quantity.parse("5 mib", Dimension.SIZE)).hasMessageContaining("has the unit \"mib\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "MB",
                ".nan MB",
                ".inf",
                "-.inf MB",
                "NaN",
                "Infinity MB",
                ". MB",
                "one MB",
                "1536\tMB\n5"
            })
    void whatIsNoNumberWithAUnitIsNoQuantity(String text) {
        assertThatThrownBy(() -> Quantity.parse(text, Dimension.MEMORY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a quantity; write a number and its unit, such as \"1536 MB\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0x600 MB", "1_536 MB", "1,536 MB", "1.536.0 MB", "0b11 MB", "1e MB", "1e1234 MB", "1536 1 MB"})
    void whatFollowsANumberMustBeAUnit(String text) {
        assertThatThrownBy(() -> Quantity.parse(text, Dimension.MEMORY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed here: MB or GB");
    }

    @Test
    void aNumberBeyondTheRangeOfDoublesIsTooLarge() {
        assertThatThrownBy(() -> Quantity.parse("1e400 MB", Dimension.MEMORY)).hasMessageContaining("is too large");
        assertThatThrownBy(() -> Quantity.parse("1e308 GB", Dimension.MEMORY)).hasMessageContaining("is too large");
        assertThat(Quantity.number("1e400")).isEmpty();
    }

    @Test
    void aLongTextIsRefusedAndShownShortened() {
        String digits = "1".repeat(200);
        assertThatThrownBy(() -> Quantity.parse(digits + " MB", Dimension.MEMORY))
                .hasMessageStartingWith("\"" + "1".repeat(40) + "…\" is not a quantity");
        assertThat(Quantity.number("1".repeat(65))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", ".nan", ".inf", "Infinity", "0x10", "1 s", "1d", "1f", "1_0", "--1", "1e"})
    void aNumberAloneIsDecimalAndFinite(String text) {
        assertThat(Quantity.number(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1024, SIZE, 1 GiB",
        "1, SIZE, 1 MiB",
        "0.00000095367431640625, SIZE, 1 B",
        "0.001, TIME, 1 ms",
        "60, TIME, 60 s",
        "3600, TIME, 1 h",
        "1000000, TIME, 1000000 s",
        "10240, MEMORY, 10 GB"
    })
    void forPeopleAQuantityHasTheUnitThatMakesItShortest(double value, Dimension dimension, String text) {
        assertThat(Quantity.shortest(value, dimension)).isEqualTo(text);
    }

    @Test
    void theBoundsThatMessagesShowAreTheBounds() {
        assertThat(ScenarioFields.all())
                .filteredOn(field -> field.kind() instanceof ScenarioFields.Kind.Measure)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(field -> {
                    ScenarioFields.Kind.Measure measure = (ScenarioFields.Kind.Measure) field.kind();
                    Dimension dimension = measure.dimension();
                    assertThat(Quantity.parse(Quantity.shortest(measure.least(), dimension), dimension))
                            .isEqualTo(measure.least());
                    assertThat(Quantity.parse(Quantity.shortest(measure.most(), dimension), dimension))
                            .isEqualTo(measure.most());
                });
    }
}
