package faastrain.event;

import faastrain.communication.Pattern;
import faastrain.communication.Step;
import faastrain.model.Channel;
import faastrain.model.Waiting;
import java.util.BitSet;
import java.util.Locale;

/**
 * A worker's life, function by function: start, load, then in each iteration do the steps of the exchange one after the
 * other, with the computation among them. It does one thing at a time, so that one {@link Transfer} serves it for ever.
 *
 * <p>Readers that poll ask as the published codes do. What a listing shows is read in the order of the keys, then the
 * listing is asked for again, without a pause, until all has been read. An object that is known by its key is asked for
 * itself; when it is not there the worker sleeps, and in the end gives up. Deletions take the time of a request then.
 * Readers that are notified learn of an object when it is written, at no cost, and their deletions take no time.
 */
final class Worker {
    /** What the worker is doing. */
    private enum Doing {
        STARTING,
        LOADING,
        COMPUTING,
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
        BACKING_OFF
    }

    private final Training training;
    private final Pattern pattern;
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
    private final double fullComputeSeconds;
    private final double shortComputeSeconds;
    private final double[] loadsMib;
    private final Account account;

    /** Whether requests can be refused. */
    private final boolean limited;

    /** Whether a parameter server deletes its model after a time. */
    private final boolean expires;

    private final PhaseSeconds phaseSeconds = new PhaseSeconds();
    private double startedAt;
    private double phaseBeganAt;
    private Doing doing = Doing.STARTING;

    /** What was refused and will be asked for again. */
    private Doing refused = Doing.STARTING;

    private int attempts;

    /** Objects that have been loaded. */
    private int loaded;

    /** Iterations of the function that have ended. */
    private long iteration;

    /** The round of the training that goes on, counted from 1. */
    private int round;

    private int step;

    /** What the current step is. */
    private Step current = Step.PUT_SHARD;

    private boolean computed;
    private double computeSeconds;

    /** The step whose object is being moved: the current one, or one of its kind that a listing showed. */
    private int reading;

    /** Steps that a listing serves, counted from the current one: all, those that are done, those that it showed. */
    private int listed;

    private final BitSet done = new BitSet();
    private final BitSet shown = new BitSet();

    /** Pages of a listing that have yet to be asked for. */
    private long pagesLeft;

    private double askedSince;

    Worker(Training training, int index) {
        this.training = training;
        this.pattern = training.pattern();
        this.channel = training.job().exchange().channel();
        this.waiting = training.job().exchange().waiting();
        this.index = index;
        this.aggregator = training.job().plan().isAggregator(index);
        this.polls = waiting.polls();
        this.steps = pattern.steps(index);
        this.stepsBeforeCompute = pattern.stepsBeforeCompute();
        this.transfer = new Transfer(training.simulator(), this);
        this.objectMib = training.objectMib();
        this.uploadSeconds = channel.uploadSeconds(objectMib);
        this.downloadSeconds = channel.downloadSeconds(objectMib);
        this.fullComputeSeconds =
                training.job().computeSeconds(training.job().plan().batch(index));
        this.shortComputeSeconds =
                training.job().computeSeconds(training.schedule().lastBatch(index));
        this.loadsMib = training.job().loadsMib(index);
        this.account = new Account(channel, objectMib);
        this.limited = training.limits().isLimited();
        this.expires = training.modelExpires();
    }

    /** Starts a function, now. */
    void start() {
        phaseSeconds.clear();
        startedAt = training.now();
        phaseBeganAt = startedAt;
        iteration = 0;
        loaded = 0;
        double startUp = training.job().lifecycle().startUpSeconds();
        if (startUp > 0) {
            doing = Doing.STARTING;
            transfer.start(startUp);
        } else {
            load();
        }
    }

    private void load() {
        if (loaded < loadsMib.length) {
            begin(Doing.LOADING);
        } else {
            training.loaded();
            beginIteration();
        }
    }

    private void beginIteration() {
        round++;
        step = 0;
        computed = false;
        computeSeconds = training.isShort(iteration) ? shortComputeSeconds : fullComputeSeconds;
        proceed();
    }

    /** Goes on with the iteration at the current step. */
    private void proceed() {
        while (true) {
            if (step == stepsBeforeCompute && !computed) {
                doing = Doing.COMPUTING;
                transfer.start(computeSeconds);
                return;
            }
            if (step == steps) {
                iterationEnded();
                return;
            }
            current = pattern.step(index, step);
            if (current.asksProtocol() && training.protocol().mergedRound(aggregator, round) == 0) {
                // The protocol gives this worker no merged parameters in this round.
                iterationEnded();
                return;
            }
            reading = step;
            switch (current.action()) {
                case WRITE, PASS -> begin(Doing.MOVING);
                case READ -> read();
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

    private void read() {
        if (!polls || current.discovery() == Step.Discovery.NONE) {
            if (isComplete(step)) {
                begin(Doing.MOVING);
            } else {
                await();
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
            await();
        }
    }

    private void await() {
        training.objects().await(pattern.object(index, step), version(step), index);
    }

    /** The object that this worker waited for is complete. */
    void objectComplete() {
        spend(Phase.WAIT);
        switch (current.action()) {
            case AWAIT -> {
                step++;
                proceed();
            }
            case CHECK -> begin(Doing.CHECKING);
            case WRITE, READ, CLEAN, PASS -> begin(Doing.MOVING);
        }
    }

    private boolean isComplete(int at) {
        return training.objects().isComplete(pattern.object(index, at), version(at));
    }

    /** The version of the object that a step of the current kind makes or needs. */
    private int version(int at) {
        if (current.asksProtocol()) {
            return (int) training.protocol().mergedRound(aggregator, round);
        }
        return (round - 1) * pattern.versionsPerRound() + pattern.version(index, at);
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
            if (isComplete(step + i)) {
                shown.set(i);
            }
        }
    }

    /** Reads the next of the objects that the listing showed; when there is none left, lists again or goes on. */
    private void readShown() {
        int next = shown.nextSetBit(0);
        if (next >= 0) {
            reading = step + next;
            begin(Doing.MOVING);
        } else if (done.cardinality() == listed) {
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
        double mib = (shown.cardinality() + (again ? done.cardinality() : 0)) * objectMib;
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
            refuse(what);
            return;
        }
        if (expires && what != Doing.LOADING) {
            training.checkModel(index);
        }
        doing = what;
        switch (what) {
            case LOADING -> loadNext();
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
            case DELETING_TOGETHER -> question(delete(shown.cardinality()));
            case LOOKING_FOR_EXPIRED -> {
                if (channel instanceof Channel.Table table) {
                    scan(table);
                } else {
                    account.listed(1);
                    question(1);
                }
            }
            case STARTING, COMPUTING, SLEEPING, BACKING_OFF -> throw new IllegalStateException("no request: " + what);
        }
    }

    private void refuse(Doing what) {
        account.wasRefused();
        Channel.Store store = (Channel.Store) channel;
        if (attempts >= store.retry().attempts()) {
            throw new TrainingFailedException("worker " + index + " gives up at " + seconds(training.now())
                    + ": its request was refused " + attempts
                    + " times, because more requests are made than the store takes in a second");
        }
        refused = what;
        doing = Doing.BACKING_OFF;
        double wait = store.retry().waitSeconds(attempts, training.factors().retryJitter(index));
        transfer.start(store.requestSeconds() + wait);
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
        return what == Doing.LOADING ? BucketLimits.Bucket.DATA : bucket();
    }

    private BucketLimits.Bucket bucket() {
        return current.isMerged() ? BucketLimits.Bucket.MERGED : BucketLimits.Bucket.SHARDS;
    }

    private void question(long requests) {
        int server = pattern.server(index, step);
        transfer.start(training.routes().question(server), 0, requests * channel.requestSeconds());
    }

    private void loadNext() {
        double mib = loadsMib[loaded];
        account.loaded(mib);
        double seconds = training.job().storeLink().download().seconds(mib);
        transfer.start(seconds * training.factors().loadFactor(index));
    }

    private void move() {
        if (current == Step.PULL) {
            int counted = pattern.counted(index, reading);
            if (counted >= 0) {
                training.objects().write(counted, round, training.workers());
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
        if (round > 1) {
            delete(1);
        }
        step++;
        proceed();
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
        if (round > 1) {
            begin(Doing.DELETING_EXPIRED);
        } else {
            step++;
            proceed();
        }
    }

    /** What the worker was doing has ended. */
    void ended() {
        switch (doing) {
            case STARTING -> {
                spend(Phase.STARTUP);
                load();
            }
            case LOADING -> {
                spend(Phase.LOAD);
                loaded++;
                load();
            }
            case COMPUTING -> {
                spend(Phase.COMPUTE);
                computed = true;
                proceed();
            }
            case MOVING -> moved();
            case LISTING -> {
                spend(Phase.POLL);
                if (isLastPage()) {
                    look();
                    readShown();
                }
            }
            case LISTING_WITH_VALUES -> valuesListed();
            case ASKING_IN_VAIN -> {
                spend(Phase.POLL);
                sleep();
            }
            case SLEEPING -> {
                spend(Phase.WAIT);
                if (current.action() == Step.Action.CHECK) {
                    begin(Doing.CHECKING);
                } else {
                    giveUpInTime();
                    askByKey();
                }
            }
            case CHECKING -> {
                spend(Phase.POLL);
                if (isComplete(step)) {
                    step++;
                    proceed();
                } else {
                    sleep();
                }
            }
            case DELETING -> {
                spend(Phase.AGGREGATE);
                readShown();
            }
            case DELETING_TOGETHER -> {
                spend(Phase.AGGREGATE);
                shown.clear();
                readShown();
            }
            case LOOKING_FOR_EXPIRED -> {
                spend(Phase.AGGREGATE);
                if (isLastPage()) {
                    expiredFound();
                }
            }
            case DELETING_EXPIRED -> {
                spend(Phase.AGGREGATE);
                step++;
                proceed();
            }
            case BACKING_OFF -> {
                spend(Phase.RETRY);
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
        spend(phase());
        boolean wasListed = polls && current.discovery() == Step.Discovery.LISTED;
        if (!wasListed) {
            step++;
        }
        switch (current.action()) {
            case WRITE -> {
                account.written();
                training.written(current, pattern.object(index, reading), version(reading));
            }
            case READ -> {
                account.read();
            }
            case PASS, AWAIT, CHECK, CLEAN -> {
                // PASS takes time and is no request (FasDL eqs. 1a and 1c against 10); the others move nothing.
            }
        }
        if (wasListed) {
            shownIsRead();
        } else {
            deleteSilently();
            proceed();
        }
    }

    private void shownIsRead() {
        int position = reading - step;
        done.set(position);
        switch (current.deletion()) {
            case NONE -> {
                shown.clear(position);
                readShown();
            }
            case EACH -> {
                shown.clear(position);
                begin(Doing.DELETING);
            }
            case TOGETHER -> {
                int next = shown.nextSetBit(position + 1);
                if (next >= 0) {
                    reading = step + next;
                    begin(Doing.MOVING);
                } else {
                    begin(Doing.DELETING_TOGETHER);
                }
            }
        }
    }

    private void valuesListed() {
        spend(shown.isEmpty() ? Phase.POLL : phase());
        account.found(shown.cardinality());
        done.or(shown);
        if (!shown.isEmpty() && current.deletion() != Step.Deletion.NONE) {
            begin(Doing.DELETING_TOGETHER);
        } else {
            shown.clear();
            readShown();
        }
    }

    /** The deletions of a reader that is notified: requests that take no time. */
    private void deleteSilently() {
        switch (current.deletion()) {
            case NONE -> {
                // Nothing to delete.
            }
            case EACH -> delete(1);
            case TOGETHER -> {
                if (step == steps || pattern.step(index, step) != current) {
                    delete(step - firstOfCurrent());
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

    private void iterationEnded() {
        iteration++;
        if (aggregator) {
            training.aggregatorEndedIteration(computeSeconds);
        }
        if (iteration < training.iterationsPerFunction()) {
            beginIteration();
        } else {
            training.functionEnded(index, startedAt, phaseSeconds);
        }
    }

    /** Books the time since the last booking on a phase. */
    private void spend(Phase phase) {
        double now = training.now();
        phaseSeconds.add(phase, now - phaseBeganAt);
        phaseBeganAt = now;
    }

    void countEvent() {
        training.countEvent();
    }

    Traffic traffic() {
        return account.traffic();
    }
}
