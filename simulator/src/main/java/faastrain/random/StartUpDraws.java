package faastrain.random;

import faastrain.event.StartUps;
import faastrain.trace.StartUpDistribution;
import faastrain.trace.StartUpTrace;
import java.util.List;
import org.jspecify.annotations.Nullable;
import umontreal.ssj.rng.MRG32k3aL;
import umontreal.ssj.rng.RandomStream;

/**
 * How long functions take to start in one replication: drawn from a lognormal distribution, or from a trace with
 * replacement. A worker draws from a stream of its own, one uniform number a start, whether it is cold or warm and whatever
 * is drawn from: so that two strategies under one seed meet equally lucky starts.
 */
public final class StartUpDraws implements StartUps {
    private final Source cold;
    private final Source warm;
    private final Streams streams;
    private final int replication;

    /** Made when they are first asked. */
    private final @Nullable MRG32k3aL[] streamOf;

    /** Turns one uniform number into seconds. */
    private interface Source {
        double seconds(RandomStream stream);
    }

    private StartUpDraws(Source cold, Source warm, int workers, Streams streams, int replication) {
        this.cold = cold;
        this.warm = warm;
        this.streams = streams;
        this.replication = replication;
        this.streamOf = new @Nullable MRG32k3aL[workers];
    }

    /**
     * Draws from distributions: median · exp(spread · z), z being standard normal.
     *
     * @param workers how many workers there are
     * @param replication counted from 0
     */
    public static StartUpDraws fromDistributions(
            StartUpDistribution cold, StartUpDistribution warm, int workers, Streams streams, int replication) {
        return new StartUpDraws(lognormal(cold), lognormal(warm), workers, streams, replication);
    }

    /**
     * Draws from the starts of a trace, each as likely as the others.
     *
     * @param workers how many workers there are
     * @param replication counted from 0
     */
    public static StartUpDraws fromTrace(StartUpTrace.Sample sample, int workers, Streams streams, int replication) {
        return new StartUpDraws(
                oneOf(sample.coldSeconds()), oneOf(sample.warmSeconds()), workers, streams, replication);
    }

    @Override
    public double coldSeconds(int worker) {
        return cold.seconds(stream(worker));
    }

    @Override
    public double warmSeconds(int worker) {
        return warm.seconds(stream(worker));
    }

    private static Source lognormal(StartUpDistribution distribution) {
        Lognormal factor = new Lognormal(distribution.spread());
        double median = distribution.medianSeconds();
        return stream -> median * factor.drawOfMedianOne(stream);
    }

    private static Source oneOf(List<Double> seconds) {
        double[] known = seconds.stream().mapToDouble(Double::doubleValue).toArray();
        return stream -> known[(int) (stream.nextDouble() * known.length)];
    }

    private MRG32k3aL stream(int worker) {
        MRG32k3aL stream = streamOf[worker];
        if (stream == null) {
            stream = streams.stream(Purpose.START_UP, worker, replication);
            streamOf[worker] = stream;
        }
        return stream;
    }
}
