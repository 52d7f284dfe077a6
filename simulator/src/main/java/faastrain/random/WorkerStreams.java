package faastrain.random;

import org.jspecify.annotations.Nullable;
import umontreal.ssj.rng.MRG32k3aL;

/** One purpose's streams of the workers of a replication, each made when it is first asked for: many are never. */
final class WorkerStreams {
    private final Purpose purpose;
    private final Streams streams;
    private final int replication;
    private final @Nullable MRG32k3aL[] known;

    WorkerStreams(Purpose purpose, int workers, Streams streams, int replication) {
        this.purpose = purpose;
        this.streams = streams;
        this.replication = replication;
        this.known = new @Nullable MRG32k3aL[workers];
    }

    MRG32k3aL of(int worker) {
        MRG32k3aL stream = known[worker];
        if (stream == null) {
            stream = streams.stream(purpose, worker, replication);
            known[worker] = stream;
        }
        return stream;
    }
}
