package faastrain.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "0, 7, 7", "1, 1, 0", "1, 2, 1", "3, 3, 0", "3, 4, 1", "3, 1000, 997"})
    void underSspAWorkerNeedsWhatOthersHadDoneSoManyRoundsBefore(int staleness, long round, long needed) {
        Protocol ssp = new Ssp(staleness);
        assertThat(ssp.othersRound(round)).isEqualTo(needed);
        assertThat(ssp.mergedRound(true, round)).isEqualTo(needed);
        assertThat(ssp.mergedRound(false, round)).isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "1000"})
    void underAspAWorkerNeedsNothing(long round) {
        assertThat(new Asp().othersRound(round)).isZero();
        assertThat(new Asp().mergedRound(true, round)).isZero();
        assertThat(new Asp().mergedRound(false, round)).isZero();
    }

    @Test
    void underSspAndAspReadersTakeAllThatIsThereAndOtherwiseWhatBelongsToTheirRound() {
        assertThat(new Ssp(0).takesLatest()).isTrue();
        assertThat(new Asp().takesLatest()).isTrue();
        assertThat(new Bsp().takesLatest()).isFalse();
        assertThat(new Hap().takesLatest()).isFalse();
    }

    @Test
    void nobodyIsLessThanNoRoundsAhead() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ssp(-1)).withMessageContaining("-1 rounds ahead");
    }

    @Test
    void aKindNamesItsProtocol() {
        assertThat(Protocol.of(ProtocolKind.SSP, 3)).isEqualTo(new Ssp(3));
        assertThat(Protocol.of(ProtocolKind.ASP, 3)).isEqualTo(new Asp());
        assertThat(Protocol.of(ProtocolKind.BSP, 0)).isEqualTo(new Bsp());
        assertThat(Protocol.of(ProtocolKind.HAP, 0)).isEqualTo(new Hap());
    }
}
