package faastrain.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One part of the exchanged vector: what it is now, what is being merged into it, and its versions that may still be asked
 * for. A worker never asks for a version before the one that it holds; so a version is forgotten once every worker holds a
 * later one, the last published excepted. Published numbers are never changed, so that all who hold a version share them.
 */
final class Part {
    private final FixedPoint numbers;
    private final int from;
    private final int to;
    private final int workers;
    private final NavigableMap<Integer, Version> versions = new TreeMap<>();
    private final List<Contribution> merging = new ArrayList<>();
    private long[] pending;
    private long[] current;
    private long[] kept;
    private int keptVersion;

    /**
     * A part at version 0, which all workers hold.
     *
     * @param start the whole vector, of which this part is from {@code from} to before {@code to}
     */
    Part(FixedPoint numbers, long[] start, int from, int to, int workers) {
        this.numbers = numbers;
        this.from = from;
        this.to = to;
        this.workers = workers;
        this.current = slice(start);
        this.kept = current;
        this.pending = new long[to - from];
        versions.put(0, new Version(current, workers));
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    long[] current() {
        return current;
    }

    int latestVersion() {
        return versions.lastKey();
    }

    /** The part's numbers of a whole vector. */
    long[] slice(long[] vector) {
        return Arrays.copyOfRange(vector, from, to);
    }

    void merge(Contribution contribution, long[] added) {
        for (int i = from; i < to; i++) {
            pending[i - from] = numbers.sum(pending[i - from], added[i]);
        }
        merging.add(contribution);
    }

    /** Publishes what was merged; gives whose it was. */
    List<Contribution> publish(int version) {
        if (version <= latestVersion()) {
            throw new IllegalStateException("version " + version + " cannot follow version " + latestVersion());
        }
        long[] next = current.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] = numbers.sum(next[i], pending[i]);
        }
        current = next;
        versions.put(version, new Version(next, 0));
        forget();
        return takeMerging();
    }

    private List<Contribution> takeMerging() {
        List<Contribution> taken = List.copyOf(merging);
        merging.clear();
        pending = new long[to - from];
        return taken;
    }

    /** The numbers of a version, which a worker now holds instead of another version. */
    long[] fetch(int version, int instead) {
        Version wanted = versions.get(version);
        Version held = versions.get(instead);
        if (wanted == null || held == null || version < instead) {
            throw new IllegalStateException("version " + version + " cannot be fetched after version " + instead
                    + "; there are " + versions.keySet());
        }
        held.holders--;
        wanted.holders++;
        forget();
        return wanted.numbers;
    }

    private void forget() {
        while (versions.size() > 1 && versions.firstEntry().getValue().holders == 0) {
            versions.pollFirstEntry();
        }
    }

    /** The part becomes what a worker holds, under no new version. */
    void overwrite(long[] held) {
        current = held;
    }

    void keep() {
        kept = current;
        keptVersion = latestVersion();
    }

    /** The part is what was kept, which all workers hold; gives its version. */
    int restore() {
        takeMerging();
        versions.clear();
        current = kept;
        versions.put(keptVersion, new Version(kept, workers));
        return keptVersion;
    }

    /** Numbers that were published, and how many workers hold them. */
    private static final class Version {
        final long[] numbers;
        int holders;

        Version(long[] numbers, int holders) {
            this.numbers = numbers;
            this.holders = holders;
        }
    }
}
