package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Plan;
import faastrain.model.Waiting;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.trace.AffineCurve;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run over a channel that the workers share costs in memory. */
class ChannelAllocationTest {
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;
    private static final AffineCurve CURVE = new AffineCurve(0.05, 80);
    private static final FunctionLink LINK = new FunctionLink(CURVE, CURVE, 0, 0);
    private static final RunListener NOBODY = new RunListener() {
        @Override
        public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {}

        @Override
        public void functionEnded(int epoch, int worker, double start, double end, PhaseSeconds phases) {}
    };

    static Stream<Arguments> exchanges() {
        Channel memcached = new Channel.Cache(LINK, 0.05, 2, 1e-4, 500, 300, UNLIMITED, true);
        Channel redis = new Channel.Cache(LINK, 0.05, 1, 1e-4, 500, 300, UNLIMITED, false);
        Channel table = new Channel.Table(LINK, 0.05, 4, 1, 40_000, 40_000, 0.5);
        Channel store = new Channel.Store(LINK, 0.05, 100, 100, 10, Hand.RETRY);
        Channel plain = new Channel.Servers(LINK, 0.05, 2, 200, 2, Optional.empty());
        Channel hybrid = new Channel.Servers(
                LINK,
                0.05,
                1,
                200,
                2,
                Optional.of(new Channel.Rpc(0, 200, 200, 200, 200, 300, 8, Double.POSITIVE_INFINITY)));
        Channel ring = new Channel.Network(LINK, 0.05, 0, UNLIMITED);
        return Stream.of(
                Arguments.of(PatternKind.SCATTER_REDUCE, redis, Waiting.NOTIFY),
                Arguments.of(PatternKind.SCATTER_REDUCE, redis, Hand.POLL),
                Arguments.of(PatternKind.SCATTER_REDUCE, memcached, Hand.POLL),
                Arguments.of(PatternKind.ALL_REDUCE, table, Hand.POLL),
                Arguments.of(PatternKind.ALL_REDUCE, store, Hand.POLL),
                Arguments.of(PatternKind.PARAMETER_SERVER, plain, Waiting.NOTIFY),
                Arguments.of(PatternKind.PARAMETER_SERVER, hybrid, Waiting.NOTIFY),
                Arguments.of(PatternKind.PARAMETER_SERVER, hybrid, Hand.POLL),
                Arguments.of(PatternKind.RING, ring, Waiting.NOTIFY));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void moreEpochsAllocateNothingMore(PatternKind pattern, Channel channel, Waiting waiting) {
        Exchange exchange = new Exchange(pattern, channel, waiting);
        for (int warmUp = 0; warmUp < 3; warmUp++) {
            run(exchange, 20);
        }
        long few = Long.MAX_VALUE;
        long many = Long.MAX_VALUE;
        // The least of several, since the virtual machine allocates for itself now and then.
        for (int round = 0; round < 3; round++) {
            few = Math.min(few, allocated(exchange, 2));
            many = Math.min(many, allocated(exchange, 20));
        }
        long events = run(exchange, 20) - run(exchange, 2);
        assertThat(events).isGreaterThan(1_000);
        assertThat((many - few) / (double) events).isLessThan(0.01);
    }

    private static long allocated(Exchange exchange, int epochs) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        run(exchange, epochs);
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    /** Runs and tells how many events there were. */
    private static long run(Exchange exchange, int epochs) {
        int workers = 7;
        int aggregators = exchange.pattern() == PatternKind.ALL_REDUCE ? 1 : workers;
        Job job = new Job(
                Jobs.workload(40, 163, 5L * workers * 128, 37.19, 12.48, -111.46),
                new Plan(workers, 1536, aggregators, 128, 128),
                LINK,
                Jobs.PRICES,
                epochs,
                ProtocolKind.BSP,
                Counting.IMPLEMENTATION,
                LastBatch.SHORT,
                exchange,
                Lifecycle.EACH_EPOCH);
        Training training = new Training(job, TransferFactors.EXACT, NOBODY);
        training.run();
        return training.events();
    }
}
