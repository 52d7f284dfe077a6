package faastrain.event;

import faastrain.communication.Pattern;
import faastrain.communication.Step;
import faastrain.model.Channel;
import faastrain.model.Waiting;
import faastrain.protocol.Protocol;
import faastrain.trace.RetryPolicy;
import java.util.BitSet;
import java.util.Locale;

/**
 * What a worker asks of the object store and of the channel: it loads, saves, and does the steps of a round's exchange one
 * after the other. It does one thing at a time, with the worker's one {@link Transfer}.
 *
 * <p>Readers that poll ask as the published codes do. What a listing shows is read in the order of the keys, then the
 * listing is asked for again, without a pause, until all has been read. An object that is known by its key is asked for
 * itself; when it is not there the worker sleeps, and in the end gives up. Deletions take the time of a request then.
 * Readers that are notified learn of an object when it is written, at no cost, and their deletions take no time.
 *
 * <p>Under SSP and ASP a reader takes all that is there. For an aggregator those are the shards that others have uploaded
 * since it last looked, one or several of each; for others a merged shard that is newer than theirs. What is written while
 * it reads is left for the next round.
 */
final class Communicator {
    /** What the worker is doing. */
    private enum Doing {
        NOTHING,
        LOADING,
        SAVING,
        MOVING,
        LISTING,
        LISTING_WITH_VALUES,
        ASKING_IN_VAIN,
        SLEEPING,
        CHECKING,
        DELETING,
        DELETING_TOGETHER,
        LOOKING_FOR_EXPIRED,
        DELETING_EXPIRED,
        DELETING_MERGED,
        BACKING_OFF
    }

    private static final double[] NOTHING_TO_LOAD = {};

    private final Training training;
    private final Worker worker;
    private final Pattern pattern;
    private final Protocol protocol;
    private final Updates updates;
    private final Channel channel;
    private final Waiting waiting;
    private final int index;
    private final boolean aggregator;
    private final boolean polls;
    private final int steps;
    private final int stepsBeforeCompute;
    private final Transfer transfer;
    private final double objectMib;
    private final double uploadSeconds;
    private final double downloadSeconds;
    private final double saveSeconds;
    private final Account account;

    /** Whether requests can be refused. */
    private final boolean limited;

    /** Whether requests can fail, and functions crash. */
    private final boolean faulty;

    /** Whether a parameter server deletes its model after a time. */
    private final boolean expires;

    /** Whether a reader takes all that is there, and merges what it finds. */
    private final boolean takesAll;

    /** Whether versions are rounds. */
    private final boolean byRound;

    private Doing doing = Doing.NOTHING;

    /** What was refused and will be asked for again. */
    private Doing refused = Doing.NOTHING;

    private int attempts;

    /** What is to be loaded, MiB each, and how much of it has been. */
    private double[] loads = NOTHING_TO_LOAD;

    private int loaded;

    /** The round of the training that goes on, counted from 1. */
    private int round;

    private int step;

    /** What the current step is. */
    private Step current = Step.PUT_SHARD;

    private boolean computed;

    /** The step whose object is being moved: the current one, or one of its kind that a listing showed. */
    private int reading;

    /** The version of what is being read, as it was when the reading began. */
    private int readVersion;

    /** Steps that a listing serves, counted from the current one: all, those that are done, those that it showed. */
    private int listed;

    private final BitSet done = new BitSet();
    private final BitSet shown = new BitSet();

    /** Where all is taken, by step: the round up to which the worker has what others have done. */
    private final int[] taken;

    /** Where all is taken, by step: the version up to which is to be read now; shards count rounds. */
    private final int[] until;

    /** Where all is taken, by step: the round up to which a merged shard that is being read has what others have done. */
    private final int[] merging;

    /** Steps of this round that a server has counted; a round that is begun anew does not count again. */
    private final BitSet counted = new BitSet();

    /** Objects that are deleted in one request. */
    private int together;

    /** Objects that are deleted once the merged shard is written: who may have to merge again keeps them until then. */
    private long deleteLater;

    /** Pages of a listing that have yet to be asked for. */
    private long pagesLeft;

    private double askedSince;

    Communicator(Training training, Worker worker, int index, Transfer transfer) {
        this.training = training;
        this.worker = worker;
        this.pattern = training.pattern();
        this.protocol = training.protocol();
        this.updates = training.updates();
        this.channel = training.job().exchange().channel();
        this.waiting = training.job().exchange().waiting();
        this.index = index;
        this.aggregator = training.job().plan().isAggregator(index);
        this.polls = waiting.polls();
        this.steps = pattern.steps(index);
        this.stepsBeforeCompute = pattern.stepsBeforeCompute();
        this.transfer = transfer;
        this.objectMib = training.objectMib();
        this.uploadSeconds = channel.uploadSeconds(objectMib);
        this.downloadSeconds = channel.downloadSeconds(objectMib);
        this.saveSeconds = training.job()
                .storeLink()
                .upload()
                .seconds(training.job().workload().modelMib());
        this.account = new Account(channel, objectMib);
        this.limited = training.limits().isLimited();
        this.faulty = training.faults().possible();
        this.expires = training.modelExpires();
        this.takesAll = training.takesAll();
        this.byRound = updates.areByRound();
        this.taken = new int[takesAll ? steps : 0];
        this.until = new int[takesAll ? steps : 0];
        this.merging = new int[takesAll ? steps : 0];
    }

    // What the worker asks for.

    /** Loads objects, MiB each, one after the other. */
    void load(double[] mib) {
        loads = mib;
        loaded = 0;
        loadRest();
    }

    private void loadRest() {
        if (loaded < loads.length) {
            begin(Doing.LOADING);
        } else {
            doing = Doing.NOTHING;
            worker.loaded();
        }
    }

    /** Uploads the model to the object store. */
    void save() {
        begin(Doing.SAVING);
    }

    /**
     * Lets a worker that has ended a round wait for what it needs of others before it begins another, if that is not there.
     * It is when the worker has pulled it; not when a parameter server was restored to a state before the pull.
     */
    boolean awaitsOthers(int ended) {
        boolean pullsAtTheEnd =
                pattern.objects() > 0 && stepsBeforeCompute == 0 && pattern.step(index, steps - 1) == Step.PULL;
        int needed = (int) protocol.othersRound(ended);
        for (int object = 0; pullsAtTheEnd && object < pattern.objects(); object++) {
            if (!training.objects().isComplete(object, needed)) {
                training.objects().await(object, needed, index);
                return true;
            }
        }
        return false;
    }

    /** Begins a round, perhaps not for the first time. */
    void beginRound(int which) {
        if (which != round) {
            counted.clear();
        }
        round = which;
        step = 0;
        computed = false;
        proceed();
    }

    /** The worker has computed what the round needs. */
    void goOn() {
        computed = true;
        proceed();
    }

    /** The worker gives up what it was doing, to begin the round anew. */
    void abandon() {
        doing = Doing.NOTHING;
        deleteLater = 0;
        if (aggregator && pattern.objects() > 0) {
            updates.abandon(ownPart());
        }
        if (takesAll) {
            for (int i = 0; i < steps; i++) {
                if (pattern.step(index, i) == Step.GET_SHARD || pattern.step(index, i) == Step.GET_AND_DELETE_SHARD) {
                    int shard = pattern.object(index, i);
                    taken[i] = updates.used(pattern.part(shard), pattern.author(shard));
                }
            }
        }
    }

    /** The training has come far enough: whoever waits for others goes on without them. */
    void waitNoLonger() {
        worker.spend(Phase.WAIT);
        step++;
        proceed();
    }

    private int ownPart() {
        return takesAll || pattern.parts() > 1 ? index % pattern.parts() : 0;
    }

    /** Goes on with the round at the current step. */
    private void proceed() {
        while (true) {
            if (step == stepsBeforeCompute && !computed) {
                doing = Doing.NOTHING;
                worker.compute();
                return;
            }
            if (step == steps) {
                doing = Doing.NOTHING;
                worker.exchanged();
                return;
            }
            current = pattern.step(index, step);
            if (current.asksProtocol() && !takesAll && protocol.mergedRound(aggregator, round) == 0) {
                // The protocol gives this worker no merged parameters in this round.
                doing = Doing.NOTHING;
                worker.exchanged();
                return;
            }
            if (faulty && isMergedAlready()) {
                if (current == Step.PUT_MERGED) {
                    training.holdsMerged(index, round);
                }
                step++;
                continue;
            }
            reading = step;
            switch (current.action()) {
                case WRITE, PASS -> begin(Doing.MOVING);
                case READ -> {
                    if (takesAll && current.discovery() == Step.Discovery.LISTED && !polls) {
                        until[step] = Math.max(available(step), wanted(step));
                        if (isUnread(step) || !isSatisfied(step)) {
                            readAll();
                        } else {
                            step++;
                            continue;
                        }
                    } else {
                        read();
                    }
                }
                case CHECK -> check();
                case CLEAN -> clean();
                case AWAIT -> {
                    if (isComplete(step)) {
                        step++;
                        continue;
                    }
                    await();
                }
            }
            return;
        }
    }

    /** An aggregator that begins its round anew finds the shard that it has merged before, and does not merge again. */
    private boolean isMergedAlready() {
        return switch (current) {
            case GET_SHARD, GET_AND_DELETE_SHARD, GET_SHARD_DELETE_TOGETHER, PUT_MERGED -> worker.hasMerged(round);
            default -> false;
        };
    }

    // Taking all that is there.

    /** How many versions of what a step reads there are. */
    private int available(int at) {
        int object = pattern.object(index, at);
        return current.isMerged()
                ? updates.version(pattern.part(object))
                : training.objects().version(object);
    }

    /** The version of a shard that the worker cannot go on without. */
    private int wanted(int at) {
        return current.isMerged() ? 0 : needed(at);
    }

    private int have(int at) {
        return current.isMerged() ? updates.held(index, pattern.part(pattern.object(index, at))) : taken[at];
    }

    private boolean isUnread(int at) {
        return have(at) < Math.min(available(at), until[at]);
    }

    /** Whether the worker may go on with what it has. */
    private boolean isSatisfied(int at) {
        return taken[at] >= needed(at);
    }

    /** Reads what is there of the current step's object, and waits for what the protocol asks for. */
    private void readAll() {
        if (isUnread(step)) {
            begin(Doing.MOVING);
        } else if (isSatisfied(step) || training.isStopped()) {
            step++;
            proceed();
        } else if (have(step) < available(step)) {
            until[step] = available(step);
            begin(Doing.MOVING);
        } else {
            // Of several shards that are needed each is read as soon as it is there.
            int next = current.isMerged() ? needed(step) : taken[step] + 1;
            training.objects().await(pattern.object(index, step), next, index);
        }
    }

    /** The worker has loaded the model as it is now. */
    void modelIsLoaded() {
        for (int i = 0; i < taken.length; i++) {
            if (pattern.step(index, i) == Step.GET_MERGED) {
                taken[i] = training.objects().version(pattern.object(index, i));
            }
        }
    }

    // Reading what belongs to the round.

    private void read() {
        if (!polls || current.discovery() == Step.Discovery.NONE) {
            if (isComplete(step)) {
                begin(Doing.MOVING);
            } else {
                awaitOrGoOn();
            }
        } else if (current.discovery() == Step.Discovery.BY_KEY) {
            askedSince = training.now();
            askByKey();
        } else {
            listed = 1;
            while (step + listed < steps && pattern.step(index, step + listed) == current) {
                listed++;
            }
            done.clear();
            list();
        }
    }

    private void askByKey() {
        begin(isComplete(step) ? Doing.MOVING : Doing.ASKING_IN_VAIN);
    }

    private void check() {
        if (polls || isComplete(step)) {
            begin(Doing.CHECKING);
        } else {
            awaitOrGoOn();
        }
    }

    /** Waits for others, or goes on without them when the training has come far enough: they may have ended. */
    private void awaitOrGoOn() {
        if (goesOnWithoutOthers()) {
            step++;
            proceed();
        } else {
            await();
        }
    }

    private boolean goesOnWithoutOthers() {
        return protocol.takesLatest() && training.isStopped();
    }

    private void await() {
        training.objects().await(pattern.object(index, step), needed(step), index);
    }

    /** The object that this worker waited for is complete. */
    void objectComplete() {
        worker.spend(Phase.WAIT);
        switch (current.action()) {
            case AWAIT -> {
                step++;
                proceed();
            }
            case CHECK -> begin(Doing.CHECKING);
            case READ -> {
                if (takesAll && current.discovery() == Step.Discovery.LISTED) {
                    until[step] = Math.max(until[step], available(step));
                    readAll();
                } else {
                    begin(Doing.MOVING);
                }
            }
            case WRITE, CLEAN, PASS -> begin(Doing.MOVING);
        }
    }

    private boolean isComplete(int at) {
        return training.objects().isComplete(pattern.object(index, at), needed(at));
    }

    /** The version of the object that a step of the current kind makes. */
    private int version(int at) {
        if (current.asksProtocol()) {
            return (int) protocol.mergedRound(aggregator, round);
        }
        return (round - 1) * pattern.versionsPerRound() + pattern.version(index, at);
    }

    /** The version of the object that a step of the current kind cannot go on without. */
    private int needed(int at) {
        if (current.asksProtocol() || !protocol.takesLatest()) {
            return version(at);
        }
        // At the end nothing is left behind.
        return takesAll && round == training.lastRound() ? round : (int) protocol.othersRound(version(at));
    }

    // What a listing serves.

    private void list() {
        if (isMemcached() || channel instanceof Channel.Table) {
            begin(Doing.LISTING_WITH_VALUES);
        } else {
            beginPages(Doing.LISTING);
        }
    }

    /** Asks for a listing, page after page; each is a request. */
    private void beginPages(Doing what) {
        pagesLeft = training.pages(bucket());
        begin(what);
    }

    /** Whether the page that has come was the last; if not, asks for the next. */
    private boolean isLastPage() {
        pagesLeft--;
        if (pagesLeft > 0) {
            begin(doing);
        }
        return pagesLeft == 0;
    }

    /** Notes which of the listed objects are there and have not been read. */
    private void look() {
        shown.clear();
        for (int i = done.nextClearBit(0); i < listed; i = done.nextClearBit(i + 1)) {
            if (takesAll) {
                see(step + i);
            }
            if (takesAll ? isUnread(step + i) : isComplete(step + i)) {
                shown.set(i);
            }
        }
    }

    /** Notes what there is of a step's object now. */
    private void see(int at) {
        until[at] = available(at);
        merging[at] = training.objects().version(pattern.object(index, at));
    }

    /** How many of the listed objects are there and have not been read: one of each that is shown, or several. */
    private int shownObjects() {
        if (!takesAll || current.isMerged()) {
            return shown.cardinality();
        }
        int objects = 0;
        for (int i = shown.nextSetBit(0); i >= 0; i = shown.nextSetBit(i + 1)) {
            objects += until[step + i] - taken[step + i];
        }
        return objects;
    }

    /** Whether a listing has shown all that the worker needs. */
    private boolean isAllRead() {
        if (!takesAll) {
            return done.cardinality() == listed;
        }
        for (int i = 0; i < listed; i++) {
            if (!isSatisfied(step + i)) {
                return training.isStopped();
            }
        }
        return true;
    }

    /** Reads the next of the objects that the listing showed; when there is none left, lists again or goes on. */
    private void readShown() {
        int next = shown.nextSetBit(0);
        if (next >= 0) {
            reading = step + next;
            begin(Doing.MOVING);
        } else if (isAllRead()) {
            step += listed;
            proceed();
        } else {
            list();
        }
    }

    /** A listing that moves the values: a multi-get, or a scan of a whole table. */
    private void listWithValues() {
        look();
        if (channel instanceof Channel.Table table) {
            scan(table);
            return;
        }
        // What was asked for before and has not been deleted is sent again.
        boolean again = current.deletion() == Step.Deletion.NONE;
        double mib = (shownObjects() + (again ? done.cardinality() : 0)) * objectMib;
        account.gotMany(mib);
        bring(mib, channel.downloadSeconds(mib));
    }

    private void scan(Channel.Table table) {
        double mib = training.bucketObjects(bucket()) * objectMib;
        account.scanned(table, mib);
        bring(mib, table.scanSeconds(mib));
    }

    private void bring(double mib, double aloneSeconds) {
        if (mib > 0) {
            double factor = training.factors().downloadFactor(index);
            transfer.start(training.routes().down(0), mib, aloneSeconds * factor);
        } else {
            question(1);
        }
    }

    // Requests.

    /** Begins something that may be a request, which may be refused. */
    private void begin(Doing what) {
        attempts = 0;
        attempt(what);
    }

    private void attempt(Doing what) {
        attempts++;
        if (limited && isRequest(what) && !training.limits().grants(bucket(what), isRead(what), training.now())) {
            refuse(what, "was refused", ", because more requests are made than the store takes in a second");
            return;
        }
        if (faulty && isRequest(what) && training.faults().requestFails(index, training.now())) {
            refuse(what, "failed", "");
            return;
        }
        if (expires && what != Doing.LOADING && what != Doing.SAVING) {
            training.checkModel(index);
        }
        doing = what;
        switch (what) {
            case LOADING -> loadNext();
            case SAVING -> {
                double seconds = saveSeconds * training.factors().uploadFactor(index);
                transfer.start(seconds);
            }
            case MOVING -> move();
            case LISTING -> {
                account.listed(1);
                question(1);
            }
            case LISTING_WITH_VALUES -> listWithValues();
            case ASKING_IN_VAIN -> {
                account.askedInVain();
                question(1);
            }
            case CHECKING -> {
                account.checked();
                question(1);
            }
            case DELETING, DELETING_EXPIRED -> question(delete(1));
            case DELETING_TOGETHER -> question(delete(together));
            case DELETING_MERGED -> question(deleteMerged());
            case LOOKING_FOR_EXPIRED -> {
                if (channel instanceof Channel.Table table) {
                    scan(table);
                } else {
                    account.listed(1);
                    question(1);
                }
            }
            case NOTHING, SLEEPING, BACKING_OFF -> throw new IllegalStateException("no request: " + what);
        }
    }

    private void refuse(Doing what, String how, String why) {
        account.wasRefused();
        RetryPolicy retry = training.retry();
        if (attempts >= retry.attempts()) {
            worker.giveUp("its request " + how + " " + attempts + " times" + why);
            return;
        }
        refused = what;
        doing = Doing.BACKING_OFF;
        double wait = retry.waitSeconds(attempts, training.factors().retryJitter(index));
        transfer.start(channel.requestSeconds() + wait);
    }

    /** What only takes the time of a transfer is none. */
    private boolean isRequest(Doing what) {
        return what != Doing.MOVING || current.action() != Step.Action.PASS;
    }

    private boolean isRead(Doing what) {
        return what == Doing.LOADING
                || what == Doing.ASKING_IN_VAIN
                || (what == Doing.MOVING && current.action() == Step.Action.READ);
    }

    private BucketLimits.Bucket bucket(Doing what) {
        return what == Doing.LOADING || what == Doing.SAVING ? BucketLimits.Bucket.DATA : bucket();
    }

    private BucketLimits.Bucket bucket() {
        return current.isMerged() ? BucketLimits.Bucket.MERGED : BucketLimits.Bucket.SHARDS;
    }

    private void question(long requests) {
        int server = pattern.server(index, step);
        transfer.start(training.routes().question(server), 0, requests * channel.requestSeconds());
    }

    private void loadNext() {
        double mib = loads[loaded];
        double seconds = training.job().storeLink().download().seconds(mib);
        transfer.start(seconds * training.factors().loadFactor(index));
    }

    private void move() {
        if (current == Step.PULL) {
            int object = pattern.counted(index, reading);
            if (object >= 0 && training.objects().write(object, round, index)) {
                training.objects().wake(object);
            }
        }
        if (current == Step.GET_GLOBAL) {
            updates.readGlobal(index, round);
        } else if (current.action() == Step.Action.READ && !byRound) {
            readVersion = takesAll && !current.isMerged()
                    ? taken[reading] + 1
                    : updates.version(pattern.part(pattern.object(index, reading)));
            if (takesAll && current.isMerged()) {
                merging[reading] = training.objects().version(pattern.object(index, reading));
            }
        }
        int server = pattern.server(index, reading);
        if (current.isUpward()) {
            double factor = training.factors().uploadFactor(index);
            transfer.start(training.routes().up(server), objectMib, uploadSeconds * factor);
        } else {
            double factor = training.factors().downloadFactor(index);
            transfer.start(training.routes().down(server), objectMib, downloadSeconds * factor);
        }
    }

    /** Deletes objects of the current bucket and tells how many requests it takes one after the other. */
    private long delete(long objects) {
        training.removed(bucket(), objects);
        return account.deleted(objects);
    }

    private void clean() {
        if (polls) {
            lookForExpired();
            return;
        }
        if (channel instanceof Channel.Table table) {
            account.scanned(table, training.bucketObjects(bucket()) * objectMib);
        } else if (!isMemcached()) {
            account.listed(training.pages(bucket()));
        }
        if (hasExpired()) {
            delete(1);
        }
        step++;
        proceed();
    }

    /** Whether the merged object of the round before is there to be deleted, which it is once. */
    private boolean hasExpired() {
        boolean there = round > 1 && !counted.get(step);
        counted.set(step);
        return there;
    }

    /** Memcached cannot list: the code deletes what it knows to have written. */
    private boolean isMemcached() {
        return channel instanceof Channel.Cache cache && cache.valuesWithListing();
    }

    private void lookForExpired() {
        if (isMemcached()) {
            expiredFound();
        } else {
            beginPages(Doing.LOOKING_FOR_EXPIRED);
        }
    }

    private void expiredFound() {
        if (hasExpired()) {
            begin(Doing.DELETING_EXPIRED);
        } else {
            step++;
            proceed();
        }
    }

    /** What the worker was doing has ended. */
    void ended() {
        switch (doing) {
            case NOTHING -> throw new IllegalStateException("worker " + index + " was doing nothing");
            case LOADING -> {
                worker.spend(Phase.LOAD);
                account.loaded(loads[loaded]);
                loaded++;
                loadRest();
            }
            case SAVING -> {
                worker.spend(Phase.CHECKPOINT);
                account.saved(training.job().workload().modelMib());
                doing = Doing.NOTHING;
                worker.saved();
            }
            case MOVING -> moved();
            case LISTING -> {
                worker.spend(Phase.POLL);
                if (isLastPage()) {
                    look();
                    readShown();
                }
            }
            case LISTING_WITH_VALUES -> valuesListed();
            case ASKING_IN_VAIN -> {
                worker.spend(Phase.POLL);
                sleep();
            }
            case SLEEPING -> {
                worker.spend(Phase.WAIT);
                if (current.action() == Step.Action.CHECK) {
                    begin(Doing.CHECKING);
                } else {
                    giveUpInTime();
                    askByKey();
                }
            }
            case CHECKING -> {
                worker.spend(Phase.POLL);
                if (isComplete(step) || goesOnWithoutOthers()) {
                    step++;
                    proceed();
                } else {
                    sleep();
                }
            }
            case DELETING -> {
                worker.spend(Phase.AGGREGATE);
                readShown();
            }
            case DELETING_TOGETHER -> {
                worker.spend(Phase.AGGREGATE);
                shown.clear();
                readShown();
            }
            case LOOKING_FOR_EXPIRED -> {
                worker.spend(Phase.AGGREGATE);
                if (isLastPage()) {
                    expiredFound();
                }
            }
            case DELETING_EXPIRED -> {
                worker.spend(Phase.AGGREGATE);
                step++;
                proceed();
            }
            case DELETING_MERGED -> {
                worker.spend(Phase.AGGREGATE);
                proceed();
            }
            case BACKING_OFF -> {
                worker.spend(Phase.RETRY);
                // What was not there when it was asked for may be there by now.
                attempt(refused == Doing.ASKING_IN_VAIN && isComplete(step) ? Doing.MOVING : refused);
            }
        }
    }

    private void sleep() {
        doing = Doing.SLEEPING;
        transfer.start(waiting.intervalSeconds());
    }

    private void giveUpInTime() {
        double asked = training.now() - askedSince;
        if (asked > waiting.giveUpSeconds()) {
            throw new TrainingFailedException("worker " + index + " gives up at " + seconds(training.now())
                    + ": it has asked for " + pattern.key(pattern.object(index, step), version(step)) + " for "
                    + seconds(asked) + ", longer than waiting.give-up allows");
        }
    }

    private static String seconds(double time) {
        return String.format(Locale.ROOT, time < 10 ? "%.1f s" : "%.0f s", time);
    }

    private void moved() {
        worker.spend(phase());
        boolean reads = current.action() == Step.Action.READ;
        boolean listing = reads && current.discovery() == Step.Discovery.LISTED;
        boolean all = takesAll && listing;
        if (!all && !(polls && listing)) {
            step++;
        }
        if (current.action() == Step.Action.WRITE) {
            account.written();
            training.written(current, pattern.object(index, reading), version(reading), index, round);
        } else if (reads) {
            account.read();
            received();
        }
        // PASS takes time and is no request (FasDL eqs. 1a and 1c against 10); what is left moves nothing.
        if (polls && listing) {
            shownIsRead();
        } else if (all) {
            if (current.deletion() != Step.Deletion.NONE) {
                deleteNowOrLater(1);
            }
            readAll();
        } else {
            deleteSilently();
            if (current == Step.PUT_MERGED && deleteLater > 0) {
                deletePostponed();
            } else {
                proceed();
            }
        }
    }

    /** The object of the step that was read is here. */
    private void received() {
        boolean shard = current.phase() == Step.Phase.AGGREGATE;
        if (current == Step.GET_GLOBAL || (shard && !takesAll)) {
            // The global model was read when that began; and what a round merges is known when it is published.
            return;
        }
        int object = pattern.object(index, reading);
        int part = pattern.part(object);
        if (shard) {
            taken[reading] = readVersion;
            updates.take(part, pattern.author(object), readVersion);
        } else {
            updates.fetched(index, part, byRound ? version(reading) : readVersion);
            if (takesAll) {
                taken[reading] = merging[reading];
            }
        }
    }

    private void shownIsRead() {
        int position = reading - step;
        boolean more = takesAll && isUnread(reading);
        if (!takesAll) {
            done.set(position);
        }
        switch (current.deletion()) {
            case NONE -> {
                shown.set(position, more);
                readShown();
            }
            case EACH -> {
                shown.set(position, more);
                if (postpones()) {
                    deleteLater++;
                    readShown();
                } else {
                    begin(Doing.DELETING);
                }
            }
            case TOGETHER -> {
                int next = shown.nextSetBit(position + 1);
                if (next >= 0) {
                    reading = step + next;
                    begin(Doing.MOVING);
                } else {
                    deleteShown(shown.cardinality());
                }
            }
        }
    }

    private void valuesListed() {
        worker.spend(shown.isEmpty() ? Phase.POLL : phase());
        int objects = shownObjects();
        account.found(objects);
        for (int i = shown.nextSetBit(0); i >= 0; i = shown.nextSetBit(i + 1)) {
            reading = step + i;
            int last = takesAll ? Math.max(until[reading], 1) : 1;
            int first = takesAll && !current.isMerged() ? taken[reading] + 1 : last;
            for (readVersion = first; readVersion <= last; readVersion++) {
                received();
            }
        }
        if (!takesAll) {
            done.or(shown);
        }
        if (!shown.isEmpty() && current.deletion() != Step.Deletion.NONE) {
            deleteShown(objects);
        } else {
            shown.clear();
            readShown();
        }
    }

    /** Deletes what a listing showed in one go, now or when the merged shard is written. */
    private void deleteShown(int objects) {
        if (postpones()) {
            deleteLater += objects;
            shown.clear();
            readShown();
        } else {
            together = objects;
            begin(Doing.DELETING_TOGETHER);
        }
    }

    /** Whether somebody who crashes may need what it has read once more. */
    private boolean postpones() {
        return faulty && training.faults().recovery().restarts();
    }

    private void deleteNowOrLater(int objects) {
        if (postpones()) {
            deleteLater += objects;
        } else {
            delete(objects);
        }
    }

    private void deletePostponed() {
        if (polls) {
            begin(Doing.DELETING_MERGED);
        } else {
            deleteMerged();
            proceed();
        }
    }

    /** Deletes the shards that have been merged and tells how many requests it takes one after the other. */
    private long deleteMerged() {
        long objects = deleteLater;
        deleteLater = 0;
        training.removed(BucketLimits.Bucket.SHARDS, objects);
        if (pattern.step(index, pattern.stepsBeforeCompute() + 1).deletion() == Step.Deletion.TOGETHER) {
            return account.deleted(objects);
        }
        long requests = 0;
        for (long object = 0; object < objects; object++) {
            requests += account.deleted(1);
        }
        return requests;
    }

    /** The deletions of a reader that is notified: requests that take no time. */
    private void deleteSilently() {
        switch (current.deletion()) {
            case NONE -> {
                // Nothing to delete.
            }
            case EACH -> deleteNowOrLater(1);
            case TOGETHER -> {
                if (step == steps || pattern.step(index, step) != current) {
                    deleteNowOrLater(step - firstOfCurrent());
                }
            }
        }
    }

    /** The first of the steps of the current kind, which has been done. */
    private int firstOfCurrent() {
        int first = step - 1;
        while (first > 0 && pattern.step(index, first - 1) == current) {
            first--;
        }
        return first;
    }

    /** What the current step spends its time on. */
    private Phase phase() {
        return switch (current.phase()) {
            case UPLOAD -> Phase.UPLOAD;
            case AGGREGATE -> Phase.AGGREGATE;
            case DOWNLOAD -> Phase.DOWNLOAD;
        };
    }

    Traffic traffic() {
        return account.traffic();
    }
}
