package faastrain.random;

import faastrain.event.TransferFactors;
import faastrain.model.FunctionLink;

/**
 * What one replication leaves to chance in the channel. Transfers fluctuate as measured: each takes the fitted time times
 * a lognormal factor of mean 1, whose spread is that of the measured times around the fitted curve; without a spread the
 * factor is 1. The wait before a retry has full jitter. A worker draws from streams of its own, in the order of its own
 * transfers and refusals.
 */
public final class TransferFluctuation implements TransferFactors {
    private static final Lognormal NO_SPREAD = new Lognormal(0);

    private final Lognormal load;
    private final Lognormal upload;
    private final Lognormal download;
    private final WorkerStreams retryStreams;
    private final WorkerStreams transferStreams;

    /**
     * The chance of one replication whose transfers fluctuate.
     *
     * @param store whose spread loading has
     * @param link whose spreads the exchange has
     * @param workers how many workers there are
     * @param replication counted from 0
     */
    public TransferFluctuation(FunctionLink store, FunctionLink link, int workers, Streams streams, int replication) {
        this(
                new Lognormal(store.downloadSpread()),
                new Lognormal(link.uploadSpread()),
                new Lognormal(link.downloadSpread()),
                workers,
                streams,
                replication);
    }

    private TransferFluctuation(
            Lognormal load, Lognormal upload, Lognormal download, int workers, Streams streams, int replication) {
        this.load = load;
        this.upload = upload;
        this.download = download;
        this.transferStreams = new WorkerStreams(Purpose.TRANSFER, workers, streams, replication);
        this.retryStreams = new WorkerStreams(Purpose.RETRY, workers, streams, replication);
    }

    /** The chance of one replication whose transfers take exactly the fitted time. */
    public static TransferFluctuation ofRetriesOnly(int workers, Streams streams, int replication) {
        return new TransferFluctuation(NO_SPREAD, NO_SPREAD, NO_SPREAD, workers, streams, replication);
    }

    @Override
    public double loadFactor(int worker) {
        return factor(load, worker);
    }

    @Override
    public double uploadFactor(int worker) {
        return factor(upload, worker);
    }

    @Override
    public double downloadFactor(int worker) {
        return factor(download, worker);
    }

    @Override
    public double retryJitter(int worker) {
        return retryStreams.of(worker).nextDouble();
    }

    private double factor(Lognormal factor, int worker) {
        return factor.sigma() == 0 ? 1 : factor.draw(transferStreams.of(worker));
    }
}
