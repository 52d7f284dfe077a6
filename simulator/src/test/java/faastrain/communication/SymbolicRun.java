package faastrain.communication;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Does the steps of a pattern without a clock, in whatever interleaving of the workers a test chooses, and follows what
 * they carry: for each part of the parameters how often each worker's gradients of a round are in a sum. A reader waits
 * until what it needs is there, and for ever when it has been deleted.
 */
final class SymbolicRun {
    private record Version(int object, long number) {}

    private final Pattern pattern;
    private final int workers;
    private final IntUnaryOperator partOf;
    private final boolean startsWithOwn;
    private final int rounds;

    /** Of each worker: its round, counted from 1, and its next step. */
    private final int[] round;

    private final int[] next;

    /** Of each object: how often it was written. */
    private final long[] writes;

    private final Map<Version, int[]> contents = new HashMap<>();

    /** Of each worker and part: the sum that it has now. */
    private final int[][][] sums;

    /** Of each round and worker: the sums that it ended the round with. */
    private final int[][][][] results;

    private int pullsAfterPushesOfTheNextRound;

    /**
     * @param partOf the part of the parameters that an object belongs to
     * @param startsWithOwn whether a worker's own gradients are in its sums without being moved
     */
    SymbolicRun(Pattern pattern, int workers, IntUnaryOperator partOf, boolean startsWithOwn, int rounds) {
        this.pattern = pattern;
        this.workers = workers;
        this.partOf = partOf;
        this.startsWithOwn = startsWithOwn;
        this.rounds = rounds;
        this.round = new int[workers];
        this.next = new int[workers];
        this.writes = new long[pattern.objects()];
        this.sums = new int[workers][][];
        this.results = new int[rounds][workers][][];
        for (int worker = 0; worker < workers; worker++) {
            startRound(worker);
        }
    }

    /** Lets workers go on, by turns in the order of their numbers, until all have ended. */
    SymbolicRun inTurns() {
        return run((last, tries) -> last + 1 + tries);
    }

    /** Lets each worker go on as long as it can, the last one first. */
    SymbolicRun lastFirst() {
        return run((last, tries) -> workers - 1 - tries);
    }

    /** Lets each worker go on as long as it can, the first one first. */
    SymbolicRun firstFirst() {
        return run((last, tries) -> tries);
    }

    /** Lets workers go on in a random order, each for {@code burst} steps on the average. */
    SymbolicRun randomly(RandomGenerator random, int burst) {
        return run((last, tries) ->
                tries == 0 && random.nextInt(burst) > 0 ? last : tries < 8 * workers ? random.nextInt(workers) : tries);
    }

    private interface Chooser {
        int worker(int last, int tries);
    }

    private SymbolicRun run(Chooser chooser) {
        int last = 0;
        while (!allHaveEnded()) {
            int tries = 0;
            int worker = Math.floorMod(chooser.worker(last, tries), workers);
            while (!canGoOn(worker)) {
                tries++;
                if (tries > 9 * workers) {
                    throw new AssertionError("nobody can go on: rounds " + Arrays.toString(round) + ", next steps "
                            + Arrays.toString(next));
                }
                worker = Math.floorMod(chooser.worker(last, tries), workers);
            }
            goOn(worker);
            last = worker;
        }
        return this;
    }

    boolean allHaveEnded() {
        return Arrays.stream(round).allMatch(each -> each > rounds);
    }

    /** How often each worker's gradients are in the sum of a part that a worker ended a round with. */
    int[] sum(int ofRound, int worker, int part) {
        return results[ofRound - 1][worker][part];
    }

    /** How often each worker's gradients are in the sum of a part that a worker has now. */
    int[] sumNow(int worker, int part) {
        return sums[worker][part];
    }

    /** How many objects still lie in storage. */
    long left() {
        return contents.size();
    }

    int pullsAfterPushesOfTheNextRound() {
        return pullsAfterPushesOfTheNextRound;
    }

    boolean canGoOn(int worker) {
        if (round[worker] > rounds) {
            return false;
        }
        int index = next[worker];
        Step step = pattern.step(worker, index);
        int object = pattern.object(worker, index);
        long needed = version(worker, index) * pattern.contributors(object);
        return switch (step.action()) {
            case WRITE, PASS, CLEAN -> true;
            // As the published server answers; see HybridParameterServer.
            case CHECK -> writes[object] == needed;
            case READ, AWAIT ->
                writes[object] >= needed
                        && (needed == 0 || step == Step.GET_GLOBAL || isThere(object, version(worker, index)));
        };
    }

    private boolean isThere(int object, long version) {
        return contents.containsKey(new Version(object, version));
    }

    private long version(int worker, int index) {
        if (pattern.step(worker, index).asksProtocol()) {
            return round[worker];
        }
        return (round[worker] - 1L) * pattern.versionsPerRound() + pattern.version(worker, index);
    }

    void goOn(int worker) {
        int index = next[worker];
        Step step = pattern.step(worker, index);
        int object = pattern.object(worker, index);
        long version = version(worker, index);
        int part = partOf.applyAsInt(object);
        int[] read = contents.getOrDefault(new Version(object, version), new int[workers]);
        switch (step) {
            case PUT_SHARD, PUSH -> write(object, version, own(worker));
            case PUT_MERGED -> write(object, version, sums[worker][part].clone());
            case GET_SHARD -> add(read, sums[worker][part]);
            case GET_AND_DELETE_SHARD, GET_SHARD_DELETE_TOGETHER -> {
                add(read, sums[worker][part]);
                contents.remove(new Version(object, version));
            }
            case DELETE_EXPIRED ->
                contents.keySet().removeIf(each -> each.object() == object && each.number() < version);
            case GET_MERGED, GET_MERGED_BY_KEY -> sums[worker][part] = read;
            case PULL -> {
                if (writes[object] > version * pattern.contributors(object)) {
                    pullsAfterPushesOfTheNextRound++;
                }
                sums[worker][part] = read;
            }
            // Whoever wrote it, there is one global model.
            case GET_GLOBAL -> sums[worker][part] = contents.getOrDefault(new Version(object, 0), new int[workers]);
            case PUT_GLOBAL -> {
                writes[object]++;
                contents.put(new Version(object, 0), own(worker));
            }
            case SEND_TO_MERGE, SEND_MERGED -> write(object, version, sums[worker][chunk(worker, index)].clone());
            case RECEIVE_TO_MERGE -> add(read, sums[worker][chunk(worker - 1, index)]);
            case RECEIVE_MERGED -> sums[worker][chunk(worker - 1, index)] = read;
            case CAN_PULL, CAN_PUSH, IS_UPDATED, PASS_OWN_SHARD, PASS_OWN_MERGED -> {
                // Nothing is carried.
            }
        }
        int counted = pattern.counted(worker, index);
        if (counted >= 0) {
            writes[counted]++;
        }
        next[worker]++;
        if (next[worker] == pattern.steps(worker)) {
            endRound(worker);
        }
    }

    /** The chunk that a worker of a ring sends in the turn that a step belongs to. */
    private int chunk(int sender, int index) {
        return Math.floorMod(sender - index / 2, workers);
    }

    private void write(int object, long version, int[] content) {
        writes[object]++;
        add(content, contents.computeIfAbsent(new Version(object, version), each -> new int[workers]));
    }

    private int[] own(int worker) {
        int[] own = new int[workers];
        own[worker] = 1;
        return own;
    }

    private static void add(int[] what, int[] to) {
        for (int worker = 0; worker < to.length; worker++) {
            to[worker] += what[worker];
        }
    }

    private void startRound(int worker) {
        round[worker]++;
        next[worker] = 0;
        sums[worker] = new int[pattern.parts()][];
        for (int part = 0; part < pattern.parts(); part++) {
            boolean has = startsWithOwn || pattern.steps(worker) == 0;
            sums[worker][part] = has ? own(worker) : new int[workers];
        }
        if (round[worker] <= rounds && pattern.steps(worker) == 0) {
            endRound(worker);
        }
    }

    private void endRound(int worker) {
        results[round[worker] - 1][worker] = sums[worker];
        startRound(worker);
    }
}
