package faastrain.event;

import faastrain.communication.Pattern;
import faastrain.communication.Step;
import faastrain.model.Job;
import faastrain.model.Rounds;
import faastrain.protocol.Protocol;
import faastrain.scenario.PatternKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What becomes of the workers' updates: into which version of the parameters each of them goes, how stale it is then, and
 * that each is used exactly once.
 *
 * <p>A part of the parameters has versions, numbered in the order in which they are published. A worker holds one of them,
 * and what it computes is an update of that one. The update's staleness is the number of rounds between the version that it
 * was computed on and the one that it is added to.
 *
 * <p>There are four ways. Under a synchronous protocol ({@link #publishRound}) a version holds the updates of a round of all
 * workers, and version and round are the same number. Under SSP and ASP an aggregator merges what it has read
 * ({@link #take}) since it last published ({@link #publish}). A parameter server adds a push at once ({@link #push}): its
 * versions count pushes, and as many as there are workers are a round. The global model is overwritten
 * ({@link #wroteGlobal}): what was written since its writer read it is lost, and with it all that only those versions hold.
 */
final class Updates {
    private final Rounds rounds;
    private final Convergence convergence;
    private final Learner learner;
    private final int workers;
    private final int parts;

    /** Versions that make a round. */
    private final int versionsPerRound;

    /** Whether versions and rounds are the same number. */
    private final boolean byRound;

    private final boolean global;

    /** Whether every update counts fully and nobody asks for a single one. */
    private final boolean isPlain;

    /** The latest version of each part. */
    private final int[] published;

    /** The version that a worker holds, by worker and part; by worker alone where versions are rounds. */
    private final int[] held;

    /** The version that a worker of the learner's holds, by worker and part; none where there is no learner. */
    private final int[] learnt;

    /** The version that an update was computed on; of the latest two rounds where versions are rounds. */
    private final int[] basis;

    /** Of rounds whose updates somebody has yet to merge, the versions that they were computed on, by worker. */
    private final PendingRounds[] pending;

    /** The latest round of a worker that is in a part, by worker and part; none where versions are rounds. */
    private final int[] used;

    /** What aggregators have read since they last published, by part: author and round in turn. */
    private final IntList[] taken;

    private long[] byStaleness = new long[2];

    /** Samples of the used updates, each part's counted by itself. */
    private long usedPartSamples;

    private double effectivePartSamples;
    private long computedSamples;
    private long usedPartUpdates;
    private long roundsWorth;

    // The global model, by worker: what was in the one that it has read.
    private final int[] readUpdates;
    private final double[] readEffective;
    private final long[] readSamples;
    private final int[] readStaleness;
    private int globalUpdates;

    // What a parameter server would be restored from.
    private int[] savedUsed = new int[0];
    private int savedVersion;
    private double savedEffective;
    private long savedSamples;
    private long[] savedByStaleness = new long[2];
    private long savedPartUpdates;

    Updates(Job job, Pattern pattern, Protocol protocol, Conditions conditions) {
        this.rounds = job.rounds();
        this.convergence = conditions.convergence();
        this.learner = conditions.learner();
        this.isPlain = convergence == Convergence.UNKNOWN && learner == Learner.NOBODY;
        this.workers = job.plan().workers();
        this.parts = pattern.parts();
        this.global = job.exchange().pattern() == PatternKind.GLOBAL_MODEL && pattern.objects() > 0;
        boolean pushed = pattern.objects() > 0 && pattern.step(0, 0) == Step.PUSH;
        boolean called = pattern.objects() > 0 && pattern.stepsBeforeCompute() > 0;
        boolean server = pushed || called;
        boolean latest = protocol.takesLatest() && pattern.objects() > 0;
        this.byRound = !global && !called && !latest;
        this.versionsPerRound = global || (server && !byRound) ? workers : 1;
        this.published = new int[parts];
        int each = byRound ? workers : Math.multiplyExact(workers, parts);
        this.held = new int[each];
        this.learnt = new int[learner == Learner.NOBODY ? 0 : Math.multiplyExact(workers, parts)];
        this.basis = new int[byRound ? 2 * workers : each];
        this.used = new int[byRound ? 0 : each];
        boolean read = latest && !global && !server;
        this.pending = new PendingRounds[read ? workers : 0];
        this.taken = new IntList[read ? parts : 0];
        for (int worker = 0; worker < pending.length; worker++) {
            pending[worker] = new PendingRounds(parts);
        }
        for (int part = 0; part < taken.length; part++) {
            taken[part] = new IntList();
        }
        this.readUpdates = new int[global ? workers : 0];
        this.readEffective = new double[global ? workers : 0];
        this.readSamples = new long[global ? workers : 0];
        this.readStaleness = new int[global ? workers : 0];
        if (server) {
            save();
        }
    }

    /** Whether a version holds the updates of a round of all workers. */
    boolean areByRound() {
        return byRound;
    }

    /** A worker has computed on a batch. */
    void computed(int worker, long iteration, int round, int samples) {
        computedSamples += samples;
        if (byRound) {
            basis[2 * worker + (round & 1)] = held[worker];
        } else if (pending.length > 0) {
            if (pending[worker].isFull(round)) {
                pending[worker].forgetUntil(slowest(worker));
            }
            pending[worker].add(round, held, worker * parts);
        } else {
            System.arraycopy(held, worker * parts, basis, worker * parts, parts);
        }
        if (learner != Learner.NOBODY && !isInSomePart(round)) {
            learner.computed(worker, iteration, round);
        }
    }

    /**
     * Whether versions are rounds and a part has the updates of this one: all have computed it then, and who does it anew
     * computes the same once more.
     */
    private boolean isInSomePart(int round) {
        for (int part = 0; byRound && part < parts; part++) {
            if (published[part] >= round) {
                return true;
            }
        }
        return false;
    }

    // Versions that are rounds.

    /** A part now has the updates of a round of all workers; not a second time. */
    void publishRound(int part, int round) {
        if (round <= published[part]) {
            return;
        }
        if (round != published[part] + 1) {
            throw new IllegalStateException("round " + round + " is merged after round " + published[part]);
        }
        if (isPlain) {
            // What each of them adds need not be known, only what they add together.
            for (int worker = 0; worker < workers; worker++) {
                count(round - 1 - basis[2 * worker + (round & 1)]);
            }
            long samples = rounds.samples(round);
            usedPartSamples += samples;
            effectivePartSamples += samples;
            usedPartUpdates += workers;
        } else {
            for (int worker = 0; worker < workers; worker++) {
                use(worker, part, round, round - 1 - basis[2 * worker + (round & 1)]);
            }
        }
        published[part] = round;
        learner.published(part, round);
    }

    /** All parts have the updates of a round: whose workers exchange no objects that anybody merges. */
    void publishRound(int round) {
        for (int part = 0; part < parts; part++) {
            publishRound(part, round);
        }
    }

    // Versions that are what an aggregator has read.

    /** An aggregator has read a worker's update of a round. */
    void take(int part, int author, int round) {
        taken[part].add(author);
        taken[part].add(round);
    }

    /** The latest round of a worker that is in a part. */
    int used(int part, int author) {
        return used[author * parts + part];
    }

    /** What was read is published, with the aggregator's own update of its round. */
    void publish(int part, int aggregator, int round) {
        IntList read = taken[part];
        for (int i = 0; i < read.size(); i += 2) {
            useRead(read.get(i), part, read.get(i + 1));
        }
        read.clear();
        if (used[aggregator * parts + part] < round) {
            useRead(aggregator, part, round);
        }
        published[part]++;
        learner.published(part, published[part]);
    }

    private void useRead(int worker, int part, int round) {
        useOnce(worker, part, round, published[part] - pending[worker].version(round, part));
    }

    /** The latest round of a worker that is in all parts. */
    private int slowest(int worker) {
        int slowest = Integer.MAX_VALUE;
        for (int part = 0; part < parts; part++) {
            slowest = Math.min(slowest, used[worker * parts + part]);
        }
        return slowest;
    }

    /** The round up to which a part has the updates of all workers. */
    int content(int part) {
        int content = Integer.MAX_VALUE;
        for (int worker = 0; worker < workers; worker++) {
            content = Math.min(content, used[worker * parts + part]);
        }
        return content;
    }

    /** Who has read updates for a part and not published them has crashed. */
    void abandon(int part) {
        if (taken.length > 0) {
            taken[part].clear();
        }
    }

    // Versions that are pushes.

    /** A worker's push is added to a part at once. */
    void push(int part, int worker, int round) {
        if (round <= used[worker * parts + part]) {
            return;
        }
        int applied = published[part] / versionsPerRound;
        useOnce(worker, part, round, applied - basis[worker * parts + part] / versionsPerRound);
        published[part]++;
        learner.published(part, published[part]);
    }

    // Versions that overwrite each other.

    /** A worker reads the global model and adds its update to what it holds. */
    void readGlobal(int worker, int round) {
        if (round <= used[worker]) {
            return;
        }
        int staleness = (published[0] - basis[worker]) / versionsPerRound;
        long samples = rounds.samples(worker, round);
        readUpdates[worker] = globalUpdates + 1;
        readSamples[worker] = usedPartSamples + samples;
        readEffective[worker] = effectivePartSamples + convergence.weight(staleness) * samples;
        readStaleness[worker] = staleness;
        learner.readGlobal(worker, round);
    }

    /** A worker overwrites the global model with what it holds. */
    void wroteGlobal(int worker, int round) {
        if (round <= used[worker]) {
            return;
        }
        used[worker] = round;
        published[0]++;
        held[worker] = published[0];
        globalUpdates = readUpdates[worker];
        usedPartSamples = readSamples[worker];
        effectivePartSamples = readEffective[worker];
        usedPartUpdates++;
        count(readStaleness[worker]);
        learner.wroteGlobal(worker);
    }

    // What workers hold.

    /** The latest version of a part. */
    int version(int part) {
        return published[part];
    }

    /** The version of a part that a worker holds. */
    int held(int worker, int part) {
        return held[byRound ? worker : worker * parts + part];
    }

    /** A worker has downloaded a part. */
    void fetched(int worker, int part, int version) {
        held[byRound ? worker : worker * parts + part] = version;
        int at = worker * parts + part;
        // Who begins a round anew may have parts of it already; those the learner cannot take back.
        if (learnt.length > 0 && version >= learnt[at]) {
            learnt[at] = version;
            learner.fetched(worker, part, version);
        }
    }

    /** A worker has loaded the model anew: the latest, or what it would have at the end of the round before. */
    void reloaded(int worker, int round) {
        for (int part = 0; part < parts; part++) {
            fetched(worker, part, byRound ? Math.min(published[part], round - 1) : published[part]);
        }
    }

    // A parameter server's crash.

    /** What there is now is what will be restored. */
    void save() {
        savedUsed = byRound ? filled(published[0]) : used.clone();
        savedVersion = published[0];
        savedEffective = effectivePartSamples;
        savedSamples = usedPartSamples;
        savedByStaleness = byStaleness.clone();
        savedPartUpdates = usedPartUpdates;
        learner.checkpointed();
    }

    private int[] filled(int value) {
        int[] all = new int[workers];
        Arrays.fill(all, value);
        return all;
    }

    /** Goes back to what was saved; all workers hold it. Gives the last round of each worker that is in it. */
    int[] restore() {
        published[0] = savedVersion;
        effectivePartSamples = savedEffective;
        usedPartSamples = savedSamples;
        byStaleness = savedByStaleness.clone();
        usedPartUpdates = savedPartUpdates;
        roundsWorth = usedPartUpdates / ((long) parts * workers);
        Arrays.fill(held, savedVersion);
        Arrays.fill(basis, savedVersion);
        Arrays.fill(learnt, savedVersion);
        if (!byRound) {
            System.arraycopy(savedUsed, 0, used, 0, used.length);
        }
        learner.restored();
        return savedUsed.clone();
    }

    // The account.

    private void useOnce(int worker, int part, int round, int staleness) {
        int at = worker * parts + part;
        if (round != used[at] + 1) {
            throw new IllegalStateException(
                    "worker " + worker + "'s update of round " + round + " is used after that of round " + used[at]);
        }
        used[at] = round;
        use(worker, part, round, staleness);
    }

    private void use(int worker, int part, int round, int staleness) {
        long samples = rounds.samples(worker, round);
        usedPartSamples += samples;
        effectivePartSamples += convergence.weight(staleness) * samples;
        usedPartUpdates++;
        count(staleness);
        learner.merged(part, worker, round);
    }

    private void count(int staleness) {
        if (staleness >= byStaleness.length) {
            byStaleness = Arrays.copyOf(byStaleness, Math.max(staleness + 1, 2 * byStaleness.length));
        }
        byStaleness[staleness]++;
    }

    /** Whether as many updates are in the model as one more round makes; each round is told once. */
    boolean anotherRoundsWorth() {
        if (usedPartUpdates >= (roundsWorth + 1) * parts * workers) {
            roundsWorth++;
            return true;
        }
        return false;
    }

    /** How many rounds' worth of updates are in the model. */
    long roundsWorth() {
        return roundsWorth;
    }

    /** Epochs of fresh updates that those in the model count as. */
    double effectiveEpochs() {
        return effectivePartSamples / parts / rounds.schedule().samplesPerEpoch();
    }

    /** Updates that the global model no longer contains. */
    private long lost() {
        return global ? published[0] - (long) globalUpdates : 0;
    }

    /**
     * Checks that every sample was used as often as the plan says: each worker's updates of all rounds are in every part,
     * once.
     *
     * @param done rounds that each worker has done
     * @throws IllegalStateException when they are not
     */
    void checkConserved(long[] done) {
        for (int worker = 0; worker < workers; worker++) {
            for (int part = 0; part < parts; part++) {
                int is = byRound ? published[part] : used[worker * parts + part];
                if (is != done[worker]) {
                    throw new IllegalStateException("samples are not conserved: worker " + worker + " has trained "
                            + done[worker] + " rounds, and part " + part + " of the model has " + is + " of them");
                }
            }
        }
        long planned = rounds.schedule().samplesPerEpoch() * rounds.epochs();
        if (!global && usedPartSamples != planned * parts) {
            throw new IllegalStateException("samples are not conserved: " + planned + " were to be trained, and "
                    + (double) usedPartSamples / parts + " were");
        }
    }

    LearningAccount account(boolean stopped) {
        List<Long> histogram = new ArrayList<>();
        int last = byStaleness.length - 1;
        while (last > 0 && byStaleness[last] == 0) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            histogram.add(byStaleness[i]);
        }
        return new LearningAccount(
                histogram, lost(), usedPartSamples / parts, computedSamples, effectiveEpochs(), stopped);
    }

    /** Numbers in a row. */
    private static final class IntList {
        private int[] numbers = new int[16];
        private int size;

        void add(int number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            numbers[size++] = number;
        }

        int get(int index) {
            return numbers[index];
        }

        int size() {
            return size;
        }

        void clear() {
            size = 0;
        }
    }

    /** The versions that a worker's rounds were computed on, from the first round that is not in every part. */
    private static final class PendingRounds {
        private final int parts;
        private int[] versions;
        private int capacity = 4;

        /** The rounds that are kept: the first, and the first after the last. */
        private int from = 1;

        private int until = 1;

        PendingRounds(int parts) {
            this.parts = parts;
            this.versions = new int[capacity * parts];
        }

        boolean isFull(int round) {
            return round - from >= capacity;
        }

        void add(int round, int[] held, int at) {
            if (isFull(round)) {
                grow();
            }
            System.arraycopy(held, at, versions, round % capacity * parts, parts);
            until = Math.max(until, round + 1);
        }

        private void grow() {
            int[] more = new int[2 * capacity * parts];
            for (int round = from; round < until; round++) {
                System.arraycopy(versions, round % capacity * parts, more, round % (2 * capacity) * parts, parts);
            }
            versions = more;
            capacity *= 2;
        }

        int version(int round, int part) {
            return versions[round % capacity * parts + part];
        }

        void forgetUntil(int round) {
            from = Math.max(from, round + 1);
        }
    }
}
