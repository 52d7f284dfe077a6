package faastrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PointHashTest {
    @Property
    void bytesAndDigitsGiveTheSameHashBack(@ForAll @Size(32) byte[] bytes) {
        PointHash hash = PointHash.of(bytes);
        assertThat(hash.bytes()).isEqualTo(bytes);
        assertThat(hash.hex()).isEqualTo(HexFormat.of().formatHex(bytes));
        assertThat(PointHash.of(bytes)).isEqualTo(hash).hasSameHashCodeAs(hash);
    }

    @Property
    void theOrderIsThatOfUnsignedBytesAndOfDigits(@ForAll @Size(32) byte[] one, @ForAll @Size(32) byte[] other) {
        int order = Integer.signum(PointHash.of(one).compareTo(PointHash.of(other)));
        assertThat(order).isEqualTo(Integer.signum(Arrays.compareUnsigned(one, other)));
        assertThat(order)
                .isEqualTo(Integer.signum(
                        PointHash.of(one).hex().compareTo(PointHash.of(other).hex())));
    }

    @Test
    void theLastByteCountsWhereAllOthersAreEqual() {
        assertThat(new PointHash(1, 2, 3, -1)).isGreaterThan(new PointHash(1, 2, 3, 4));
        assertThat(new PointHash(1, 2, 3, 4)).isEqualByComparingTo(new PointHash(1, 2, 3, 4));
    }

    @Test
    void aHashDoesNotChangeWithTheBytesItWasMadeOf() {
        byte[] bytes = new byte[32];
        PointHash hash = PointHash.of(bytes);
        bytes[0] = 1;
        hash.bytes()[0] = 1;
        assertThat(hash.hex()).isEqualTo("0".repeat(64));
    }

    @Test
    void anotherLengthIsRefused() {
        assertThatThrownBy(() -> PointHash.of(new byte[31])).hasMessage("a point's hash has 32 bytes, not 31");
    }
}
