package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.POLL;
import static faastrain.event.Hand.REQUEST;
import static faastrain.event.Hand.job;
import static faastrain.event.Hand.memcached;
import static faastrain.event.Hand.plan;
import static faastrain.event.Hand.poll;
import static faastrain.event.Hand.redis;
import static faastrain.event.Hand.run;
import static faastrain.event.Hand.store;
import static faastrain.event.Hand.table;
import static faastrain.event.Hand.traffic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.model.Channel;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.trace.AffineCurve;
import org.junit.jupiter.api.Test;

/** How readers that poll learn of objects, in the runs of {@link Hand}: an object of 8 MiB takes 4 s up and 2 s down. */
class PollingTest {
    private static final Channel.Store STORE = store(1000);

    @Test
    void aListingTakesOneRequestAndFollowsTheOneBeforeWithoutAPause() {
        // Loaded at 2. The aggregator lists from 12 on; worker 1 has computed at 18 and uploaded at 22, which the 15th
        // listing shows at 12 + 15·0.7 = 22.5. Read at 24.5, deleted at 25.2, merged at 29.2. Worker 1 lists from 22
        // on,
        // sees it at 22 + 11·0.7 = 29.7, and has it at 31.7.
        Job job = job(PatternKind.K_REDUCE, STORE, POLL, plan(2, 1, 10, 16), 1);
        Recorder recorder = new Recorder();
        assertThat(run(job, recorder)).isCloseTo(31.7, EXACT);
        assertThat(recorder.seconds(0, Phase.POLL)).isCloseTo(15 * REQUEST, EXACT);
        assertThat(recorder.seconds(0, Phase.AGGREGATE)).isCloseTo(2 + REQUEST + 4, EXACT);
        assertThat(recorder.seconds(1, Phase.POLL)).isCloseTo(11 * REQUEST, EXACT);
        assertThat(recorder.seconds(1, Phase.DOWNLOAD)).isCloseTo(2, EXACT);
        assertThat(recorder.seconds(0, Phase.WAIT) + recorder.seconds(1, Phase.WAIT))
                .isZero();
        assertThat(traffic(job)).extracting(Traffic::lists).containsExactly(15L, 11L);
        assertThat(traffic(job)).extracting(Traffic::deletes).containsExactly(1L, 0L);
    }

    @Test
    void whoeverIsNotifiedSpendsNeitherAListingNorTheTimeOfADeletion() {
        // Uploaded at 22, read at 24, merged at 28, downloaded at 30.
        Job job = job(PatternKind.K_REDUCE, STORE, Waiting.NOTIFY, plan(2, 1, 10, 16), 1);
        Recorder recorder = new Recorder();
        assertThat(run(job, recorder)).isCloseTo(30, EXACT);
        assertThat(recorder.seconds(0, Phase.WAIT)).isCloseTo(22 - 12, EXACT);
        assertThat(recorder.seconds(0, Phase.AGGREGATE)).isCloseTo(2 + 4, EXACT);
        assertThat(recorder.seconds(1, Phase.WAIT)).isCloseTo(28 - 22, EXACT);
        assertThat(traffic(job)).extracting(Traffic::lists).containsExactly(0L, 0L);
        assertThat(traffic(job)).extracting(Traffic::deletes).containsExactly(1L, 0L);
    }

    @Test
    void anObjectKnownByItsKeyIsAskedForAgainAfterASleep() {
        // Worker 0 has uploaded its gradients at 14. A listing shows them at 14.7; read at 16.7, deleted at 17.4. The
        // fourth listing after that, at 20.2, shows those of worker 1, uploaded at 20; read at 22.2, deleted at 22.9.
        // The
        // sum is there at 26.9, and at 27.6 the listing of older sums has come. Worker 1 asks at 20, 20.8, ...; its
        // tenth
        // question, at 27.2, is the first that finds the sum.
        Job job = allReduce(STORE, POLL, 1);
        Recorder recorder = new Recorder();
        assertThat(run(job, recorder)).isCloseTo(29.2, EXACT);
        assertThat(recorder.life(0).end()).isCloseTo(27.6, EXACT);
        assertThat(recorder.seconds(0, Phase.POLL)).isCloseTo(5 * REQUEST, EXACT);
        assertThat(recorder.seconds(0, Phase.AGGREGATE)).isCloseTo(2 * (2 + REQUEST) + 4 + REQUEST, EXACT);
        assertThat(recorder.seconds(1, Phase.POLL)).isCloseTo(9 * REQUEST, EXACT);
        assertThat(recorder.seconds(1, Phase.WAIT)).isCloseTo(9 * 0.1, EXACT);
        assertThat(traffic(job)).extracting(Traffic::gets).containsExactly(2L, 9L + 1);
        assertThat(traffic(job)).extracting(Traffic::lists).containsExactly(5L + 1, 0L);
        assertThat(traffic(job)).extracting(Traffic::deletes).containsExactly(2L, 0L);
    }

    @Test
    void whoeverHasAskedForTooLongEndsTheRunAndSaysForWhat() {
        // The n-th question in vain ends at 20.7 + 0.8·(n − 1): after the sixth and its sleep 4.8 s have
        // passed since the first was asked, too many to ask again.
        Job job = allReduce(STORE, poll(4.5), 1);
        assertThatThrownBy(() -> run(job, new Recorder()))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage("worker 1 gives up at 25 s: it has asked for merged/merged_1 for 4.8 s, longer than"
                        + " waiting.give-up allows");
    }

    @Test
    void whoeverHasNotAskedForTooLongGoesOn() {
        // The ninth and last question in vain and its sleep end 9·0.7 + 9·0.1 = 7.2 s after the first was asked.
        assertThat(run(allReduce(STORE, poll(7.3), 1), new Recorder())).isCloseTo(29.2, EXACT);
        assertThatThrownBy(() -> run(allReduce(STORE, poll(7), 1), new Recorder()))
                .isInstanceOf(TrainingFailedException.class);
    }

    @Test
    void theSumOfTheRoundBeforeIsDeletedFromTheSecondRoundOn() {
        // One listing of older sums a round, and from the second round on one deletion, in the time of a request each.
        Recorder one = new Recorder();
        Recorder two = new Recorder();
        run(allReduce(STORE, POLL, 1), one);
        run(allReduce(STORE, POLL, 2), two);
        double together = 2 * (2 + REQUEST) + 4;
        assertThat(one.seconds(0, Phase.AGGREGATE)).isCloseTo(together + REQUEST, EXACT);
        assertThat(two.seconds(0, Phase.AGGREGATE)).isCloseTo(2 * (together + REQUEST) + REQUEST, EXACT);
        assertThat(traffic(allReduce(STORE, Waiting.NOTIFY, 5)))
                .extracting(Traffic::deletes)
                .containsExactly(5L + 4, 0L);
        assertThat(traffic(allReduce(STORE, Waiting.NOTIFY, 5)))
                .extracting(Traffic::lists)
                .containsExactly(5L, 0L);
    }

    @Test
    void pagesOfAListingGrowWithTheMergedObjectsThatNobodyDeletes() {
        // Both aggregate. A round: 10 s of computation, a shard up in 2 s, one page of shards, the other's shard in 1
        // s,
        // its deletion, 2 s for the merged shard, then r pages of two keys for the 2r that lie there in round r, and 1
        // s.
        int rounds = 4;
        Job job = job(PatternKind.K_REDUCE, store(2), POLL, plan(2, 2, 10, 10), rounds);
        int pages = 1 + 2 + 3 + 4;
        double expected = 2 + rounds * (10 + 2 + REQUEST + 1 + REQUEST + 2 + 1) + pages * REQUEST;
        Recorder recorder = new Recorder();
        assertThat(run(job, recorder)).isCloseTo(expected, EXACT);
        assertThat(traffic(job)).extracting(Traffic::lists).containsExactly(4L + pages, 4L + pages);
        assertThat(recorder.seconds(1, Phase.POLL)).isCloseTo((rounds + pages) * REQUEST, EXACT);
    }

    @Test
    void deletedObjectsAreNoLongerListed() {
        // Of LambdaML's AllReduce one sum, or two before the older one is deleted, lies in its bucket, and of the
        // workers'
        // gradients never more than two: one page each, however many rounds.
        for (Waiting waiting : new Waiting[] {Waiting.NOTIFY, POLL}) {
            Job few = allReduce(store(2), waiting, 12);
            Job many = allReduce(store(1000), waiting, 12);
            assertThat(traffic(few)).isEqualTo(traffic(many));
        }
    }

    @Test
    void whatLiesInTheStoreIsWhatNobodyHasDeleted() {
        // Notified: the gradients of worker 0 lie there from 14 on and those of worker 1 from 20 on until both are
        // deleted
        // at 22, the sum from 26 to the end at 28.
        Job job = allReduce(STORE, Waiting.NOTIFY, 1);
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        assertThat(training.run()).isCloseTo(28, EXACT);
        assertThat(training.storedMibSeconds()).isCloseTo(8 * ((22 - 14) + (22 - 20) + (28 - 26)), EXACT);
        assertThat(training.bucketObjects(BucketLimits.Bucket.SHARDS)).isZero();
        assertThat(training.bucketObjects(BucketLimits.Bucket.MERGED)).isOne();
    }

    @Test
    void eachBucketEndsWithWhatNobodyHasDeleted() {
        for (Waiting waiting : new Waiting[] {Waiting.NOTIFY, POLL}) {
            for (Channel channel : new Channel[] {STORE, redis(), memcached(), table(100, 1)}) {
                Training kReduce = ended(job(PatternKind.K_REDUCE, channel, waiting, plan(5, 3, 10, 12), 4));
                assertThat(kReduce.bucketObjects(BucketLimits.Bucket.SHARDS)).isZero();
                assertThat(kReduce.bucketObjects(BucketLimits.Bucket.MERGED)).isEqualTo(4 * 3);
                Training allReduce = ended(job(PatternKind.ALL_REDUCE, channel, waiting, plan(5, 1, 10, 12), 4));
                assertThat(allReduce.bucketObjects(BucketLimits.Bucket.SHARDS)).isZero();
                assertThat(allReduce.bucketObjects(BucketLimits.Bucket.MERGED)).isOne();
                Training global = ended(job(PatternKind.GLOBAL_MODEL, channel, waiting, plan(5, 5, 10, 10), 4));
                assertThat(global.storedMibSeconds()).isCloseTo(8 * global.now(), EXACT);
            }
        }
    }

    private static Training ended(Job job) {
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        training.run();
        return training;
    }

    @Test
    void redisListsItsKeysAndGetsEachValue() {
        // Three workers' gradients are there at 14, 14 and 15. One listing, three values, one deletion of all three.
        Job job = job(PatternKind.ALL_REDUCE, redis(), POLL, plan(3, 1, 11, 10), 1);
        Recorder recorder = new Recorder();
        run(job, recorder);
        assertThat(recorder.life(0).end()).isCloseTo(15 + REQUEST + 3 * 2 + REQUEST + 4 + REQUEST, EXACT);
        Traffic traffic = traffic(job).get(0);
        assertThat(traffic.lists()).isEqualTo(1 + 1);
        assertThat(traffic.gets()).isEqualTo(3);
        assertThat(traffic.deletes()).isEqualTo(1);
    }

    @Test
    void memcachedBringsAllThatIsThereInOneMultiGetAndHasNothingToList() {
        // With a latency of 1 s a multi-get of 24 MiB takes 1 + 24/4 s, where three gets would take 3 s more than 6.
        Channel.Cache cache = memcached();
        FunctionLink slow = new FunctionLink(cache.link().upload(), new AffineCurve(1, 4), 0, 0);
        Channel.Cache late = new Channel.Cache(
                slow, REQUEST, cache.threads(), 0, Hand.UNLIMITED, Hand.UNLIMITED, cache.maxValueMib(), true);
        Job job = job(PatternKind.ALL_REDUCE, late, POLL, plan(3, 1, 11, 10), 1);
        Recorder recorder = new Recorder();
        run(job, recorder);
        assertThat(recorder.life(0).end()).isCloseTo(15 + 7 + REQUEST + 4, EXACT);
        assertThat(recorder.seconds(0, Phase.POLL)).isZero();
        Traffic traffic = traffic(job).get(0);
        assertThat(traffic.lists()).isEqualTo(1);
        assertThat(traffic.gets()).isEqualTo(3);
        assertThat(traffic.deletes()).isEqualTo(3);
        assertThat(traffic.downloadedMib()).isCloseTo(3 * 8, EXACT);
    }

    @Test
    void aMultiGetInVainTakesARequestAndIsAskedAgain() {
        // Worker 0 has its own gradients at 14: read at 16, deleted at 16.7. Then in vain until worker 1's are there at
        // 20,
        // at 16.7 + 5·0.7 = 20.2: what was not there when it was asked is not sent.
        Job job = allReduce(memcached(), POLL, 1);
        Recorder recorder = new Recorder();
        run(job, recorder);
        assertThat(recorder.seconds(0, Phase.POLL)).isCloseTo(5 * REQUEST, EXACT);
        assertThat(recorder.life(0).end()).isCloseTo(20.2 + 2 + REQUEST + 4, EXACT);
        assertThat(traffic(job).get(0).lists()).isEqualTo(1 + 5 + 1);
    }

    @Test
    void aMultiGetSendsAgainWhatWasReadAndIsNotDeleted() {
        // Shards of 4 MiB, 2 s up and 1 s down; loaded at 2. Worker 2 has uploaded both of its own at 12 and asks for
        // the
        // merged shards from then on. Aggregator 0 has uploaded at 14, reads worker 2's shard until 15, deletes it,
        // reads
        // worker 1's, which is there since 14.5, from 15.7 to 16.7, deletes it, and has merged at 19.4. Aggregator 1
        // reads
        // both at once from 14.5 to 16.5, deletes them until 17.2, and takes 6 s to upload what it has merged: 23.2.
        // Worker 2 asks in vain eleven times, gets the first at 19.7, and three times more the first only, in a second
        // each, until at 23.7 it gets both in 2 s.
        TransferFactors factors = new TransferFactors() {
            private int uploads;

            @Override
            public double uploadFactor(int worker) {
                if (worker != 1) {
                    return 1;
                }
                uploads++;
                return uploads == 1 ? 1.25 : 3;
            }

            @Override
            public double downloadFactor(int worker) {
                return 1;
            }
        };
        Job job = job(PatternKind.K_REDUCE, memcached(), POLL, plan(3, 2, 10, 6), 1);
        Recorder recorder = new Recorder();
        Training training = new Training(job, factors, recorder);
        training.run();
        assertThat(recorder.life(2).end()).isCloseTo(25.7, EXACT);
        assertThat(recorder.seconds(2, Phase.POLL)).isCloseTo(11 * REQUEST + 3, EXACT);
        assertThat(recorder.seconds(2, Phase.DOWNLOAD)).isCloseTo(1 + 2, EXACT);
        Traffic traffic = training.traffic().get(2);
        assertThat(traffic.lists()).isEqualTo(11 + 1 + 3 + 1);
        assertThat(traffic.gets()).isEqualTo(2);
        assertThat(traffic.downloadedMib()).isCloseTo(4 + 3 * 4 + 8, EXACT);
    }

    @Test
    void aTableIsScannedPageByPageAndItsItemsAreDeletedOneByOne() {
        // 24 MiB in pages of 10 MiB: 10/4 + 10/4 + 4/4 s, three requests. Three deletions. The sum is 8 MiB to scan.
        Channel.Table table = table(100, 10);
        Job job = job(PatternKind.ALL_REDUCE, table, POLL, plan(3, 1, 11, 10), 1);
        Recorder recorder = new Recorder();
        run(job, recorder);
        assertThat(recorder.life(0).end()).isCloseTo(15 + 6 + 3 * REQUEST + 4 + 2, EXACT);
        Traffic traffic = traffic(job).get(0);
        assertThat(traffic.lists()).isEqualTo(3 + 1);
        assertThat(traffic.gets()).isEqualTo(3);
        assertThat(traffic.deletes()).isEqualTo(3);
        assertThat(traffic.downloadedMib()).isCloseTo(24 + 8, EXACT);
        assertThat(traffic.readUnits()).isCloseTo(0.5 * (24 + 8) * 256, EXACT);
        // Its own gradients, the sum, and three items deleted.
        assertThat(traffic.writeUnits()).isCloseTo((1 + 1 + 3) * 8 * 1024, EXACT);
    }

    @Test
    void aScanHasTheLatencyOfItsPagesAndNotOfItsItems() {
        // A latency of 1 s: 24 MiB in items of 1 MiB and pages of 10 are 3 s + 24/4 s; to upload 8 items takes 8 + 8/2
        // s.
        AffineCurve up = new AffineCurve(1, 2);
        AffineCurve down = new AffineCurve(1, 4);
        Channel.Table table = new Channel.Table(
                new FunctionLink(up, down, 0, 0), REQUEST, 1, 10, Hand.UNLIMITED, Hand.UNLIMITED, 0.5);
        Job job = job(PatternKind.ALL_REDUCE, table, POLL, plan(3, 1, 11, 10), 1);
        Recorder recorder = new Recorder();
        run(job, recorder);
        assertThat(recorder.seconds(0, Phase.UPLOAD)).isCloseTo(8 + 4, EXACT);
        // The scan of the gradients, their deletion, the sum, and the scan of sums: one page of 8 MiB.
        assertThat(recorder.seconds(0, Phase.AGGREGATE))
                .isCloseTo((3 + 6) + 3 * 8 * REQUEST + (8 + 4) + (1 + 2), EXACT);
        Traffic traffic = traffic(job).get(0);
        assertThat(traffic.gets()).isEqualTo(3 * 8);
        assertThat(traffic.deletes()).isEqualTo(3 * 8);
        assertThat(traffic.puts()).isEqualTo(2 * 8);
    }

    @Test
    void aReaderThatPollsReadsFirstWhatIsThereAndSoCanOvertakeOneThatIsNotifiedAndKeepsTheOrder() {
        // Worker 1 computes for 110 s, the others for 10 s. Notified, the aggregator reads the shard of worker 1 first
        // and
        // then those of the six others; polling, it has read them by then and needs a listing, a read and a deletion.
        Job polls = late(POLL);
        Job notified = late(Waiting.NOTIFY);
        TransferFactors slow = new TransferFactors() {
            @Override
            public double uploadFactor(int worker) {
                return worker == 1 ? 26 : 1;
            }

            @Override
            public double downloadFactor(int worker) {
                return 1;
            }
        };
        double after = 2 + 10 + 26 * 4;
        assertThat(new Training(notified, slow, new Recorder()).run()).isCloseTo(after + 7 * 2 + 4 + 2, EXACT);
        double polled = new Training(polls, slow, new Recorder()).run();
        assertThat(polled).isBetween(after + 2 + 4 + 2, after + 2 + 4 + 2 + 3 * REQUEST);
    }

    private static Job late(Waiting waiting) {
        return Hand.job(8, PatternKind.K_REDUCE, STORE, waiting, plan(8, 1, 10, 10), 1, Counting.IMPLEMENTATION);
    }

    /** Two workers with batches of 10 and 16. */
    private static Job allReduce(Channel channel, Waiting waiting, int rounds) {
        return job(PatternKind.ALL_REDUCE, channel, waiting, plan(2, 1, 10, 16), rounds);
    }
}
