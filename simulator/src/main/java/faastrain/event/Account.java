package faastrain.event;

import faastrain.model.Channel;

/** What a worker asks of the object store that it loads from and of the channel, as each of them counts it. */
final class Account {
    private final Channel channel;
    private final double objectMib;

    /** Requests and units of one object of the exchange. */
    private final long objectRequests;

    private final double objectWriteUnits;
    private final double objectReadUnits;

    private long loads;
    private long puts;
    private long gets;
    private long lists;
    private long deletes;
    private long checks;
    private long refused;
    private long saves;
    private double loadedMib;
    private double savedMib;
    private double uploadedMib;
    private double downloadedMib;
    private double writeUnits;
    private double readUnits;

    Account(Channel channel, double objectMib) {
        this.channel = channel;
        this.objectMib = objectMib;
        this.objectRequests = channel.requests(objectMib);
        this.objectWriteUnits = channel instanceof Channel.Table table ? table.writeUnits(objectMib) : 0;
        this.objectReadUnits = channel instanceof Channel.Table table ? table.readUnits(objectMib) : 0;
    }

    void loaded(double mib) {
        loads++;
        loadedMib += mib;
    }

    /** The model has been uploaded to the object store. */
    void saved(double mib) {
        saves++;
        savedMib += mib;
    }

    /** An object of the exchange has been written. */
    void written() {
        puts += objectRequests;
        uploadedMib += objectMib;
        writeUnits += objectWriteUnits;
    }

    /** An object of the exchange has been read. */
    void read() {
        gets += objectRequests;
        downloadedMib += objectMib;
        readUnits += objectReadUnits;
    }

    /** An object was asked for that is not there. */
    void askedInVain() {
        gets++;
        readUnits += channel instanceof Channel.Table table ? table.scanUnits(0) : 0;
    }

    void listed(long pages) {
        lists += pages;
    }

    /** Values are asked for by their keys at once; those that are there come (Memcached's multi-get). */
    void gotMany(double mib) {
        lists++;
        downloadedMib += mib;
    }

    /** A table with {@code mib} in it is read from one end to the other. */
    void scanned(Channel.Table table, double mib) {
        lists += table.pages(mib);
        readUnits += table.scanUnits(mib);
        downloadedMib += mib;
    }

    /** Objects of the exchange that came with a listing. */
    void found(long objects) {
        gets += objects * objectRequests;
    }

    void checked() {
        checks++;
    }

    void wasRefused() {
        refused++;
    }

    /** Objects of the exchange are deleted; tells how many requests that takes one after the other. */
    long deleted(long objects) {
        if (channel instanceof Channel.Table) {
            deletes += objects * objectRequests;
            writeUnits += objects * objectWriteUnits;
            return objects * objectRequests;
        }
        if (channel instanceof Channel.Cache cache && cache.valuesWithListing()) {
            // Memcached's client sends the deletions of many keys at once.
            deletes += objects;
            return 1;
        }
        long requests = channel instanceof Channel.Store store ? 1 + (objects - 1) / store.keysPerList() : 1;
        deletes += requests;
        return requests;
    }

    Traffic traffic() {
        return new Traffic(
                loads,
                saves,
                puts,
                gets,
                lists,
                deletes,
                checks,
                refused,
                loadedMib,
                savedMib,
                uploadedMib,
                downloadedMib,
                writeUnits,
                readUnits);
    }
}
