package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CompensatedSumTest {
    @Test
    void whatWasAddedAndTakenAwayAgainLeavesNothing() {
        CompensatedSum sum = new CompensatedSum();
        for (int i = 1; i <= 1000; i++) {
            sum.add(0.1 * i);
        }
        for (int i = 1; i <= 1000; i++) {
            sum.add(-0.1 * i);
        }
        assertThat(sum.value()).isZero();
    }

    @Test
    void aProductIsTakenAwayAgainFactorByFactor() {
        CompensatedSum sum = new CompensatedSum();
        sum.addProduct(7, 0.1);
        for (int i = 0; i < 7; i++) {
            sum.add(-0.1);
        }
        // Rounded, seven times 0.1 is more than the seven doubles.
        assertThat(7 * 0.1).isNotEqualTo(0.7);
        assertThat(sum.value()).isZero();
    }

    @Property(tries = 300)
    void theSumIsTheExactOneRoundedOnce(@ForAll List<@DoubleRange(min = -1e6, max = 1e6) Double> numbers) {
        CompensatedSum sum = new CompensatedSum();
        BigDecimal exact = BigDecimal.ZERO;
        for (double number : numbers) {
            sum.add(number);
            exact = exact.add(new BigDecimal(number));
        }
        // The second double is rounded too: to 2^-53 of what the first has lost.
        assertThat(Math.abs(sum.value() - exact.doubleValue()))
                .isLessThanOrEqualTo(Math.ulp(exact.doubleValue()) + 1e-24);
    }

    @Property(tries = 300)
    void whatIsLeftOfAWholeIsRightEvenWhenItIsLittle(
            @ForAll @IntRange(min = 1, max = 1000) int parts, @ForAll @DoubleRange(min = 1, max = 1000) double whole) {
        CompensatedSum sum = new CompensatedSum();
        BigDecimal left = new BigDecimal(whole);
        for (int i = 0; i < parts; i++) {
            sum.add(whole / parts);
            left = left.subtract(new BigDecimal(whole / parts));
        }
        assertThat(sum.leftOf(whole)).isEqualTo(left.doubleValue());
    }
}
