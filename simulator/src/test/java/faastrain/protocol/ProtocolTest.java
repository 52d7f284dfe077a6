package faastrain.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.scenario.ProtocolKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which round's merged parameters a worker needs. */
class ProtocolTest {
    @ParameterizedTest
    @CsvSource({"true, 1, 1", "false, 1, 1", "true, 2, 2", "false, 2, 2", "true, 1000, 1000", "false, 1000, 1000"})
    void underBspEveryWorkerNeedsTheRoundThatItEnds(boolean aggregator, long round, long needed) {
        assertThat(new Bsp().mergedRound(aggregator, round)).isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource({"true, 1, 1", "true, 2, 2", "true, 1000, 1000"})
    void underHapAnAggregatorNeedsTheRoundThatItEnds(boolean aggregator, long round, long needed) {
        assertThat(new Hap().mergedRound(aggregator, round)).isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource({"false, 1, 0", "false, 2, 1", "false, 3, 2", "false, 1000, 999"})
    void underHapANonAggregatorNeedsTheRoundBeforeAndNoneInTheFirst(boolean aggregator, long round, long needed) {
        assertThat(new Hap().mergedRound(aggregator, round)).isEqualTo(needed);
    }

    @Test
    void aKindNamesItsProtocol() {
        assertThat(Protocol.of(ProtocolKind.BSP, 0)).isEqualTo(new Bsp());
        assertThat(Protocol.of(ProtocolKind.HAP, 0)).isEqualTo(new Hap());
    }
}
