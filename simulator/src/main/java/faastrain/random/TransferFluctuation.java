package faastrain.random;

import faastrain.event.TransferFactors;
import faastrain.model.FunctionLink;
import umontreal.ssj.rng.MRG32k3aL;

/**
 * Transfers that fluctuate as measured: each takes the fitted time times a lognormal factor of mean 1, whose spread is
 * that of the measured times around the fitted curve. A worker draws from a stream of its own, in the order of its own
 * transfers.
 */
public final class TransferFluctuation implements TransferFactors {
    private final Lognormal upload;
    private final Lognormal download;
    private final MRG32k3aL[] streams;

    /**
     * The fluctuation of one replication.
     *
     * @param link whose spreads are used
     * @param workers how many workers there are
     * @param replication counted from 0
     */
    public TransferFluctuation(FunctionLink link, int workers, Streams streams, int replication) {
        this.upload = new Lognormal(link.uploadSpread());
        this.download = new Lognormal(link.downloadSpread());
        this.streams = new MRG32k3aL[workers];
        for (int worker = 0; worker < workers; worker++) {
            this.streams[worker] = streams.stream(Purpose.TRANSFER, worker, replication);
        }
    }

    @Override
    public double uploadFactor(int worker) {
        return upload.draw(streams[worker]);
    }

    @Override
    public double downloadFactor(int worker) {
        return download.draw(streams[worker]);
    }
}
