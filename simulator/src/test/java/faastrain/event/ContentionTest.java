package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.UNLIMITED;
import static faastrain.event.Hand.cache;
import static faastrain.event.Hand.job;
import static faastrain.event.Hand.plan;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.model.Channel;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.trace.AffineCurve;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How workers share a channel, in the runs of {@link Hand}: a batch of B computes for B seconds. */
class ContentionTest {
    private static final double MIB = 40;

    /** Functions of 10 MiB/s each that exchange 40 MiB with servers behind a NIC each. */
    private static Job servers(int workers, int aggregators, int other, int servers, double network) {
        AffineCurve curve = new AffineCurve(0, 10);
        Channel channel =
                new Channel.Servers(new FunctionLink(curve, curve, 0, 0), 0, servers, network, 2, Optional.empty());
        return Hand.job(
                MIB,
                PatternKind.PARAMETER_SERVER,
                channel,
                Waiting.NOTIFY,
                plan(workers, aggregators, 10, other),
                1,
                Counting.IMPLEMENTATION);
    }

    @ParameterizedTest
    @CsvSource({
        // Up to 2 functions of 10 MiB/s find room in 20 MiB/s; 4 have 5 MiB/s each, 8 have 2.5.
        "1, 4",
        "2, 4",
        "4, 8",
        "8, 16"
    })
    void workersThatSendAtOnceShareTheNicEvenly(int workers, double seconds) {
        Recorder recorder = new Recorder();
        Training training = new Training(servers(workers, workers, 10, 1, 20), TransferFactors.EXACT, recorder);
        assertThat(training.run()).isCloseTo(10 + 2 * seconds, EXACT);
        for (int worker = 0; worker < workers; worker++) {
            assertThat(recorder.seconds(worker, Phase.UPLOAD)).isCloseTo(seconds, EXACT);
            assertThat(recorder.seconds(worker, Phase.DOWNLOAD)).isCloseTo(seconds, EXACT);
        }
        double utilisation = workers * MIB / (20 * (10 + 2 * seconds));
        assertThat(training.resources())
                .extracting(ResourceUse::name)
                .containsExactly("server NIC in", "server NIC out");
        assertThat(training.resources()).allSatisfy(use -> {
            assertThat(use.utilisation()).isCloseTo(utilisation, EXACT);
            assertThat(use.most()).isEqualTo(workers);
        });
    }

    @Test
    void whoeverComesLaterSharesWithWhoIsThereAndGoesOnAlone() {
        // 15 MiB/s. Worker 0 moves 20 MiB alone from 10 to 12, then both move 7.5 MiB/s: worker 0 ends 20/7.5 s later,
        // at
        // 14 2/3; worker 1 has moved 20 by then and the other 20 take it 2 s alone. Both pull their 40 at 7.5.
        Recorder recorder = new Recorder();
        Training training = new Training(servers(2, 1, 12, 1, 15), TransferFactors.EXACT, recorder);
        double pushed = 12 + 20 / 7.5 + 2;
        assertThat(training.run()).isCloseTo(pushed + 40 / 7.5, EXACT);
        assertThat(recorder.seconds(0, Phase.UPLOAD)).isCloseTo(2 + 20 / 7.5, EXACT);
        assertThat(recorder.seconds(0, Phase.WAIT)).isCloseTo(2, EXACT);
        assertThat(recorder.seconds(1, Phase.UPLOAD)).isCloseTo(20 / 7.5 + 2, EXACT);
        assertThat(training.resources().get(0).utilisation()).isCloseTo(2 * MIB / (15 * (pushed + 40 / 7.5)), EXACT);
    }

    @Test
    void aSlowerFlowLeavesItsShareToTheOthers() {
        // 20 MiB/s for three: worker 2's upload takes five times as long alone, 2 MiB/s, so that the others have 9
        // each.
        TransferFactors slow = new TransferFactors() {
            @Override
            public double uploadFactor(int worker) {
                return worker == 2 ? 5 : 1;
            }

            @Override
            public double downloadFactor(int worker) {
                return 1;
            }
        };
        Recorder recorder = new Recorder();
        new Training(servers(3, 3, 10, 1, 20), slow, recorder).run();
        assertThat(recorder.seconds(0, Phase.UPLOAD)).isCloseTo(40 / 9.0, EXACT);
        assertThat(recorder.seconds(1, Phase.UPLOAD)).isCloseTo(40 / 9.0, EXACT);
        assertThat(recorder.seconds(2, Phase.UPLOAD)).isCloseTo(40 / 2.0, EXACT);
    }

    @Test
    void serversOfAShardEachAddUpTheirNics() {
        // Two servers of 10 MiB/s: each serves two of four workers at 5 MiB/s, first their one half of 20 MiB, then the
        // other.
        Training training = new Training(servers(4, 4, 10, 2, 10), TransferFactors.EXACT, new Recorder());
        assertThat(training.run()).isCloseTo(10 + 2 * 2 * 20 / 5.0, EXACT);
        assertThat(training.resources())
                .extracting(ResourceUse::name)
                .containsExactly("server 0 NIC in", "server 0 NIC out", "server 1 NIC in", "server 1 NIC out");
        assertThat(training.resources())
                .allSatisfy(use -> assertThat(use.utilisation()).isCloseTo(4 * 20 / (10 * 26.0), EXACT));
    }

    @Test
    void virtualMachinesAsParameterServersAreSharedAlike() {
        AffineCurve curve = new AffineCurve(0, 10);
        Job job = Hand.job(
                MIB,
                PatternKind.PARAMETER_SERVER,
                new Channel.Network(new FunctionLink(curve, curve, 0, 0), 0.1, 2, 10),
                Waiting.NOTIFY,
                plan(4, 4, 10, 10),
                1,
                Counting.IMPLEMENTATION);
        assertThat(Hand.run(job, new Recorder())).isCloseTo(10 + 2 * 2 * 20 / 5.0, EXACT);
    }

    @Test
    void aCachesNicIsSharedInAndOut() {
        // An object of 8 MiB goes up with 2 MiB/s and down with 4 alone. 4 MiB/s in: four at once have 1 MiB/s each.
        // Out,
        // worker 0 reads alone, then three at once share 4 MiB/s.
        Channel cache = new Channel.Cache(Hand.LINK, 0.1, 4, 0, UNLIMITED, 4, 512, false);
        Job job = job(PatternKind.ALL_REDUCE, cache, Waiting.NOTIFY, plan(4, 1, 10, 10), 1);
        Recorder recorder = new Recorder();
        Training training = new Training(job, TransferFactors.EXACT, recorder);
        double end = 10 + 8 + 4 * 2 + 4 + 3 * 8 / 4.0;
        assertThat(training.run()).isCloseTo(end, EXACT);
        assertThat(training.resources())
                .extracting(ResourceUse::name)
                .containsExactly("cache threads", "cache NIC in", "cache NIC out");
        assertThat(training.resources()).extracting(ResourceUse::most).containsExactly(0, 4, 3);
        assertThat(training.resources().get(1).utilisation()).isCloseTo(5 * 8 / (4 * end), EXACT);
        assertThat(training.resources().get(2).utilisation()).isCloseTo(7 * 8 / (4 * end), EXACT);
    }

    @ParameterizedTest
    @CsvSource({
        // A request takes a thread 0.25 s: by itself, or because a thread copies 32 MiB/s.
        "1, 0.25, Infinity, 0.25, 0.5, 0.75, 1, 3",
        "1, 0, 32, 0.25, 0.5, 0.75, 1, 3",
        "2, 0.25, Infinity, 0.25, 0.25, 0.5, 0.5, 2",
        "4, 0.25, Infinity, 0.25, 0.25, 0.25, 0.25, 0"
    })
    void aThreadServesOneRequestAfterTheOther(
            int threads,
            double seconds,
            double rate,
            double first,
            double second,
            double third,
            double last,
            int most) {
        Job job = job(
                PatternKind.ALL_REDUCE, cache(threads, seconds, rate, false), Waiting.NOTIFY, plan(4, 1, 10, 10), 1);
        Recorder recorder = new Recorder();
        Training training = new Training(job, TransferFactors.EXACT, recorder);
        double end = training.run();
        assertThat(recorder.seconds(0, Phase.UPLOAD)).isCloseTo(first + 4, EXACT);
        assertThat(recorder.seconds(1, Phase.UPLOAD)).isCloseTo(second + 4, EXACT);
        assertThat(recorder.seconds(2, Phase.UPLOAD)).isCloseTo(third + 4, EXACT);
        assertThat(recorder.seconds(3, Phase.UPLOAD)).isCloseTo(last + 4, EXACT);
        ResourceUse use = training.resources().get(0);
        assertThat(use.name()).isEqualTo("cache threads");
        assertThat(use.most()).isEqualTo(most);
        // W + 1 uploads and 2W − 1 downloads.
        assertThat(use.utilisation()).isCloseTo(12 * 0.25 / (threads * end), EXACT);
    }

    @Test
    void questionsTakeAThreadToo() {
        // Polling, worker 1 asks for the sum and sleeps 0.1 s; its questions take the only thread 0.25 s and 0.7 s
        // more.
        Job job = job(PatternKind.ALL_REDUCE, cache(1, 0.25, UNLIMITED, false), Hand.POLL, plan(2, 1, 11, 10), 1);
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        double end = training.run();
        long requests = training.traffic().stream()
                .mapToLong(each -> each.puts() + each.gets() + each.lists() + each.deletes())
                .sum();
        assertThat(training.resources().get(0).utilisation()).isCloseTo(requests * 0.25 / end, EXACT);
    }

    @ParameterizedTest
    @CsvSource({
        // 8 MiB are 8192 write units, alone in 4 s: 2048 a second. Four workers have 4 · 8192 units to write at 4096/s.
        "4096, 8",
        "8192, 4",
        "Infinity, 4"
    })
    void theWriteUnitsOfATableAreShared(double unitsPerSecond, double seconds) {
        Channel.Table table = new Channel.Table(Hand.LINK, Hand.REQUEST, 100, 100, unitsPerSecond, UNLIMITED, 0.5);
        Job job = job(PatternKind.ALL_REDUCE, table, Waiting.NOTIFY, plan(4, 1, 10, 10), 1);
        Recorder recorder = new Recorder();
        Hand.run(job, recorder);
        for (int worker = 0; worker < 4; worker++) {
            assertThat(recorder.seconds(worker, Phase.UPLOAD)).isCloseTo(seconds, EXACT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // 8 MiB are 1024 units of 8 KiB, alone in 2 s: 512 a second. Three workers read the sum at once.
        "512, 6",
        "768, 4",
        "1536, 2",
        "Infinity, 2"
    })
    void theReadUnitsOfATableAreShared(double unitsPerSecond, double seconds) {
        Channel.Table table = new Channel.Table(Hand.LINK, Hand.REQUEST, 100, 100, UNLIMITED, unitsPerSecond, 0.5);
        Job job = job(PatternKind.ALL_REDUCE, table, Waiting.NOTIFY, plan(4, 1, 10, 10), 1);
        Recorder recorder = new Recorder();
        Hand.run(job, recorder);
        for (int worker = 1; worker < 4; worker++) {
            assertThat(recorder.seconds(worker, Phase.DOWNLOAD)).isCloseTo(seconds, EXACT);
        }
    }

    @Test
    void withoutLimitsNothingIsShared() {
        Job job = job(PatternKind.ALL_REDUCE, Hand.redis(), Waiting.NOTIFY, plan(4, 1, 10, 10), 1);
        Training training = new Training(job, TransferFactors.EXACT, new Recorder());
        training.run();
        assertThat(training.resources()).isEmpty();
    }
}
