package faastrain.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.model.FunctionLink;
import faastrain.trace.AffineCurve;
import org.junit.jupiter.api.Test;
import umontreal.ssj.rng.MRG32k3aL;

/** How transfers fluctuate. */
class TransferFluctuationTest {
    private static final Streams STREAMS = new Streams(7);

    private static FunctionLink link(double upload, double download) {
        AffineCurve curve = new AffineCurve(0.1, 50);
        return new FunctionLink(curve, curve, upload, download);
    }

    @Test
    void aWorkersFactorsAreThoseOfItsOwnStreamInTheOrderOfItsTransfers() {
        TransferFluctuation fluctuation = new TransferFluctuation(link(0.2, 0.05), link(0.2, 0.05), 3, STREAMS, 4);
        MRG32k3aL stream = STREAMS.stream(Purpose.TRANSFER, 2, 4);
        assertThat(fluctuation.uploadFactor(2)).isEqualTo(new Lognormal(0.2).draw(stream));
        assertThat(fluctuation.downloadFactor(2)).isEqualTo(new Lognormal(0.05).draw(stream));
        assertThat(fluctuation.downloadFactor(2)).isEqualTo(new Lognormal(0.05).draw(stream));
        assertThat(fluctuation.uploadFactor(2)).isEqualTo(new Lognormal(0.2).draw(stream));
    }

    @Test
    void othersNeitherShiftNorRepeatAWorkersFactors() {
        TransferFluctuation few = new TransferFluctuation(link(0.2, 0.05), link(0.2, 0.05), 2, STREAMS, 0);
        TransferFluctuation many = new TransferFluctuation(link(0.2, 0.05), link(0.2, 0.05), 9, STREAMS, 0);
        double other = many.uploadFactor(8);
        double again = many.uploadFactor(0);
        assertThat(few.uploadFactor(1)).isEqualTo(many.uploadFactor(1));
        assertThat(few.uploadFactor(0)).isEqualTo(again).isNotEqualTo(other);
    }

    @Test
    void eachReplicationHasItsOwnFactors() {
        double first = new TransferFluctuation(link(0.2, 0.05), link(0.2, 0.05), 1, STREAMS, 0).uploadFactor(0);
        double second = new TransferFluctuation(link(0.2, 0.05), link(0.2, 0.05), 1, STREAMS, 1).uploadFactor(0);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void withoutSpreadEveryTransferTakesTheFittedTime() {
        TransferFluctuation fluctuation = new TransferFluctuation(link(0, 0.3), link(0, 0.3), 1, STREAMS, 0);
        assertThat(fluctuation.uploadFactor(0)).isEqualTo(1);
        assertThat(fluctuation.downloadFactor(0)).isNotEqualTo(1);
    }

    @Test
    void factorsHaveMeanOneAndTheSpreadOfTheirDirection() {
        TransferFluctuation fluctuation = new TransferFluctuation(link(0.1, 0.3), link(0.1, 0.3), 1, STREAMS, 0);
        int draws = 20_000;
        double sum = 0;
        double logs = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            double factor = fluctuation.downloadFactor(0);
            sum += factor;
            logs += Math.log(factor);
            squares += Math.log(factor) * Math.log(factor);
        }
        // Within five standard errors: sigma/sqrt(n) = 0.3/141 of the mean, sigma/sqrt(2n) of the spread.
        assertThat(sum / draws).isCloseTo(1, within(5 * 0.31 / Math.sqrt(draws)));
        assertThat(Math.sqrt(squares / draws - logs / draws * (logs / draws)))
                .isCloseTo(0.3, within(5 * 0.3 / Math.sqrt(2.0 * draws)));
    }

    @Test
    void loadingHasTheSpreadOfTheStoreAndNotThatOfTheExchange() {
        TransferFluctuation fluctuation = new TransferFluctuation(link(0.7, 0.4), link(0.2, 0.05), 1, STREAMS, 0);
        MRG32k3aL stream = STREAMS.stream(Purpose.TRANSFER, 0, 0);
        assertThat(fluctuation.loadFactor(0)).isEqualTo(new Lognormal(0.4).draw(stream));
        assertThat(fluctuation.downloadFactor(0)).isEqualTo(new Lognormal(0.05).draw(stream));
        TransferFluctuation derived = new TransferFluctuation(link(0, 0.4), link(0, 0), 1, STREAMS, 0);
        assertThat(derived.uploadFactor(0)).isEqualTo(1);
        assertThat(derived.loadFactor(0)).isNotEqualTo(1);
    }

    @Test
    void theJitterOfRetriesHasAStreamOfItsOwnAndShiftsNoTransfer() {
        TransferFluctuation refused = new TransferFluctuation(link(0.2, 0.05), link(0.2, 0.05), 2, STREAMS, 3);
        TransferFluctuation granted = new TransferFluctuation(link(0.2, 0.05), link(0.2, 0.05), 2, STREAMS, 3);
        MRG32k3aL stream = STREAMS.stream(Purpose.RETRY, 1, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(refused.retryJitter(1)).isEqualTo(stream.nextDouble()).isBetween(0.0, 1.0);
            assertThat(refused.uploadFactor(1)).isEqualTo(granted.uploadFactor(1));
        }
    }

    @Test
    void withoutFluctuationRetriesAreStillLeftToChance() {
        TransferFluctuation retries = TransferFluctuation.ofRetriesOnly(1, STREAMS, 0);
        assertThat(retries.loadFactor(0)).isEqualTo(1);
        assertThat(retries.uploadFactor(0)).isEqualTo(1);
        assertThat(retries.downloadFactor(0)).isEqualTo(1);
        assertThat(retries.retryJitter(0))
                .isEqualTo(STREAMS.stream(Purpose.RETRY, 0, 0).nextDouble());
    }
}
