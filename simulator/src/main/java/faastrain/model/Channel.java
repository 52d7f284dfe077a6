package faastrain.model;

import faastrain.trace.RetryPolicy;
import java.util.Optional;

/**
 * What the workers exchange objects through: how fast one that is alone moves an object, and what all of them share.
 * What is not limited is infinite: {@link Double#POSITIVE_INFINITY}, {@link Integer#MAX_VALUE}.
 *
 * <p>A request that moves no object (a listing, a deletion, a question in vain) takes {@link #requestSeconds}.
 */
public sealed interface Channel {

    /** How fast a worker that is alone moves one object. */
    FunctionLink link();

    /** Seconds of a request that moves no object: one request's latency. */
    double requestSeconds();

    /** Seconds that a worker alone takes to upload an object. */
    default double uploadSeconds(double mib) {
        return link().upload().seconds(mib);
    }

    /** Seconds that a worker alone takes to download an object. */
    default double downloadSeconds(double mib) {
        return link().download().seconds(mib);
    }

    /** Requests that one object takes. */
    default long requests(double mib) {
        return 1;
    }

    /**
     * An object store (S3): no shared bandwidth, a limited rate of requests in each bucket, whose keys have no prefixes
     * in the published codes.
     *
     * @param requestSeconds latency that the download curve implies
     * @param writesPerSecond PUT, LIST and DELETE requests that a bucket takes
     * @param readsPerSecond GET requests that a bucket takes
     * @param keysPerList keys of a page of a listing
     * @param retry what a client does with a refused request (503)
     */
    record Store(
            FunctionLink link,
            double requestSeconds,
            double writesPerSecond,
            double readsPerSecond,
            int keysPerList,
            RetryPolicy retry)
            implements Channel {
        private static final RetryPolicy ASK_ONCE = new RetryPolicy(1, 0, 1, 0);

        /** A store without limits. */
        public static Store unlimited(FunctionLink link) {
            return new Store(
                    link,
                    link.download().seconds(0),
                    Double.POSITIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    Integer.MAX_VALUE,
                    ASK_ONCE);
        }
    }

    /**
     * A cache in memory (ElastiCache): one node's NIC, and threads that serve one request at a time.
     *
     * @param requestSeconds its latency
     * @param threads service threads
     * @param serviceSeconds time of a thread per request
     * @param serviceMibPerSecond values that a thread copies in a second
     * @param networkMibPerSecond the node's NIC, each way
     * @param maxValueMib largest value
     * @param valuesWithListing whether a listing is a question for the values themselves (Memcached's multi-get)
     */
    record Cache(
            FunctionLink link,
            double requestSeconds,
            int threads,
            double serviceSeconds,
            double serviceMibPerSecond,
            double networkMibPerSecond,
            double maxValueMib,
            boolean valuesWithListing)
            implements Channel {}

    /**
     * A key-value table (DynamoDB): items of a limited size, into which larger objects are cut, and a throughput in
     * units. A write takes a unit for each KiB of an item, a read {@code readUnitShare} of a unit for each 4 KiB.
     *
     * @param requestSeconds its latency
     * @param itemMib largest item
     * @param pageMib what a scan reads at once
     * @param writeUnitsPerSecond write units that the table takes
     * @param readUnitsPerSecond read units that the table takes
     * @param readUnitShare units that a read of up to 4 KiB takes: 1 strongly, 0.5 eventually consistent
     */
    record Table(
            FunctionLink link,
            double requestSeconds,
            double itemMib,
            double pageMib,
            double writeUnitsPerSecond,
            double readUnitsPerSecond,
            double readUnitShare)
            implements Channel {
        private static final double UNITS_PER_MIB_WRITTEN = 1024;
        private static final double UNITS_PER_MIB_READ = 256;

        @Override
        public long requests(double mib) {
            return Math.max(1, (long) Math.ceil(mib / itemMib));
        }

        @Override
        public double uploadSeconds(double mib) {
            long full = requests(mib) - 1;
            return full * link.upload().seconds(itemMib) + link.upload().seconds(mib - full * itemMib);
        }

        @Override
        public double downloadSeconds(double mib) {
            long full = requests(mib) - 1;
            return full * link.download().seconds(itemMib) + link.download().seconds(mib - full * itemMib);
        }

        /** Write units of an object, or of its deletion. */
        public double writeUnits(double mib) {
            long full = requests(mib) - 1;
            return full * Math.ceil(itemMib * UNITS_PER_MIB_WRITTEN)
                    + Math.max(1, Math.ceil((mib - full * itemMib) * UNITS_PER_MIB_WRITTEN));
        }

        /** Read units of an object. */
        public double readUnits(double mib) {
            long full = requests(mib) - 1;
            return readUnitShare
                    * (full * Math.ceil(itemMib * UNITS_PER_MIB_READ)
                            + Math.max(1, Math.ceil((mib - full * itemMib) * UNITS_PER_MIB_READ)));
        }

        /** Read units of a scan that reads {@code mib} in all, and of a question in vain where that is 0. */
        public double scanUnits(double mib) {
            return readUnitShare * Math.max(1, Math.ceil(mib * UNITS_PER_MIB_READ));
        }

        /** Seconds that a scan of {@code mib} takes alone: a request for each page, whatever items are in it. */
        public double scanSeconds(double mib) {
            long full = pages(mib) - 1;
            return full * link.download().seconds(pageMib) + link.download().seconds(mib - full * pageMib);
        }

        /** Requests of a scan that reads {@code mib} in all. */
        public long pages(double mib) {
            return Math.max(1, (long) Math.ceil(mib / pageMib));
        }
    }

    /**
     * Parameter servers on virtual machines, each with its own NIC and cores (λDNN; LambdaML's hybrid).
     *
     * @param requestSeconds latency of a call
     * @param servers how many
     * @param networkMibPerSecond a server's NIC, each way
     * @param cores cores of a server, for (de)serialisation
     * @param rpc what calls cost beside the network; nothing in λDNN's account
     */
    record Servers(
            FunctionLink link,
            double requestSeconds,
            int servers,
            double networkMibPerSecond,
            int cores,
            Optional<Rpc> rpc)
            implements Channel {}

    /**
     * Remote procedure calls of LambdaML's hybrid. Rates are MiB of the message.
     *
     * @param callSeconds what a call takes a core of the server, apart from what it carries
     * @param workerSerializeMibPerSecond what a worker serialises in a second
     * @param workerDeserializeMibPerSecond what a worker deserialises in a second
     * @param serverSerializeMibPerSecond what a core of the server serialises in a second
     * @param serverDeserializeMibPerSecond what a core of the server deserialises in a second
     * @param updateMibPerSecond gradients that the server adds to the model in a second, under one lock
     * @param bytesPerParameter bytes of a parameter in a call
     * @param modelSeconds how long after its registration the server keeps a model
     */
    record Rpc(
            double callSeconds,
            double workerSerializeMibPerSecond,
            double workerDeserializeMibPerSecond,
            double serverSerializeMibPerSecond,
            double serverDeserializeMibPerSecond,
            double updateMibPerSecond,
            int bytesPerParameter,
            double modelSeconds) {}

    /**
     * The network of virtual machines (LambdaML's IaaS), each behind a NIC of its own.
     *
     * @param requestSeconds its latency
     * @param servers machines beside the workers that are parameter servers; 0 for a ring
     * @param networkMibPerSecond a machine's NIC, each way
     */
    record Network(FunctionLink link, double requestSeconds, int servers, double networkMibPerSecond)
            implements Channel {}
}
