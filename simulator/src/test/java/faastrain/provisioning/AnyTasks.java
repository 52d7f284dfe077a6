package faastrain.provisioning;

import faastrain.model.Channel;
import faastrain.model.Exchange;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Prices;
import faastrain.model.ServicePrices;
import faastrain.model.Waiting;
import faastrain.model.Workload;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.trace.AffineCurve;
import faastrain.trace.ComputeCoefficients;
import faastrain.trace.Flattening;
import faastrain.trace.SaturationCurve;
import faastrain.trace.TrainingMemory;
import faastrain.trace.TransferCurve;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Random tasks on small grids: any channel to which FasDL's closed form applies, curves that jump from memory to memory,
 * coefficients of either sign, both accounts, any way to treat last batches, any other batches.
 */
final class AnyTasks {
    /** Nothing is shared, and no value is too large. */
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private AnyTasks() {}

    /** Tasks on grids of a few thousand plans. */
    static Arbitrary<Task> small() {
        return Arbitraries.longs().map(AnyTasks::task);
    }

    /** Tasks on FasDL's grid of memories and batches, and on finer ones that hold it. */
    static Arbitrary<Task> published() {
        return Arbitraries.longs().map(AnyTasks::publishedTask);
    }

    static Task task(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int step = pick(random, 64, 128, 256, 300);
        int least = step * random.nextInt(1, 4);
        int most = least + step * random.nextInt(0, 9);
        Grid grid = new Grid(step, least, most, pick(random, 1, 2, 3, 16), random.nextInt(1, 14));
        return task(random, grid, random.nextInt(1, 1 + pick(random, 20, 60, 200)));
    }

    private static Task publishedTask(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int most = 128 * random.nextInt(1, 20);
        Grid grid = new Grid(pick(random, 32, 64, 128), 128, most, pick(random, 4, 8, 16), random.nextInt(1, 14));
        return task(random, grid, random.nextInt(1, 400));
    }

    private static Task task(SplittableRandom random, Grid grid, long maxGlobalBatch) {
        int least = grid.leastMemoryMb();
        Workload workload = workload(random, least);
        Task.NonAggregatorBatches others = pick(random, Task.NonAggregatorBatches.values());
        Trainings trainings = trainings(random.nextLong(), workload);
        Optional<TrainingMemory> memory = random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(new TrainingMemory(
                        random.nextDouble(0, least), random.nextDouble(0.5, 60), random.nextDouble(0, 0.3), "a test"));
        BatchLimit limit = new BatchLimit(memory, workload.modelMib());
        Task open = new Task(
                workload,
                trainings,
                Optional.empty(),
                List.of(),
                limit,
                new Constraints(UNLIMITED, maxGlobalBatch),
                grid,
                random.nextInt(2) == 0 ? random.nextInt(1, 12) : Integer.MAX_VALUE,
                others,
                random.nextInt(1, 12));
        return open.withConstraints(new Constraints(deadline(random, open), maxGlobalBatch));
    }

    /** None, any, or mostly one that is hard to meet: without it one function alone is nearly always the cheapest. */
    private static double deadline(SplittableRandom random, Task open) {
        double any = Math.exp(random.nextDouble(0, 12));
        return switch (random.nextInt(6)) {
            case 0 -> UNLIMITED;
            case 1 -> any;
            default ->
                KReduceSpace.all(open).fastest().map(PricedPlan::seconds).orElse(any) * random.nextDouble(0.95, 1.5);
        };
    }

    @SafeVarargs
    private static <T> T pick(SplittableRandom random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static Workload workload(SplittableRandom random, int leastMemoryMb) {
        double m = random.nextInt(3) == 0 ? random.nextDouble(0, 2000) : -random.nextDouble(0, leastMemoryMb * 1.3);
        double b = random.nextInt(3) == 0 ? -random.nextDouble(0, 6) : random.nextDouble(0, 30);
        return new Workload(
                Math.exp(random.nextDouble(-3, 5)),
                random.nextInt(4) == 0 ? 0 : random.nextDouble(0, 300),
                random.nextInt(1, pick(random, 30, 300, 5000)),
                new ComputeCoefficients(Math.exp(random.nextDouble(-2, 10)), b, m),
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new Flattening(random.nextDouble(0, 40), -random.nextDouble(0, 1))));
    }

    /** Trainings of a workload whose curves are drawn anew for every memory. */
    private static Trainings trainings(long seed, Workload workload) {
        SplittableRandom random = new SplittableRandom(seed);
        Counting counting = pick(random, Counting.values());
        LastBatch last = random.nextInt(3) == 0 ? LastBatch.DROP : LastBatch.SHORT;
        int epochs = random.nextInt(1, 6);
        boolean cache = random.nextInt(3) == 0;
        boolean saturates = random.nextBoolean();
        double jump = random.nextDouble(0, 1.5);
        double largest = random.nextBoolean() ? UNLIMITED : workload.modelMib() * random.nextDouble(0.1, 1.2);
        ServicePrices services = pick(
                random,
                ServicePrices.NONE,
                ServicePrices.serverlessCache(random.nextDouble(0, 1e-4), 0.1),
                ServicePrices.rent(random.nextDouble(0, 2), pick(random, 0.0, 3600.0), 60, 1));
        Prices prices = new Prices(
                1.6e-5,
                2e-7,
                0.001,
                random.nextDouble(0, 1e-4),
                random.nextDouble(0, 1e-5),
                0,
                0,
                cache ? services : ServicePrices.NONE);
        Lifecycle life = new Lifecycle(pick(random, Reinvocation.EACH_EPOCH, Reinvocation.NEVER), 0);
        return plan -> {
            SplittableRandom ofMemory = new SplittableRandom(seed + plan.memoryMb());
            FunctionLink store = link(ofMemory, true, jump);
            FunctionLink link = cache ? link(ofMemory, saturates, jump) : store;
            Channel channel = cache
                    ? new Channel.Cache(link, 0.01, 1, 0, UNLIMITED, UNLIMITED, largest, false)
                    : Channel.Store.unlimited(store);
            return new Job(
                    workload,
                    plan,
                    store,
                    prices,
                    epochs,
                    ProtocolKind.HAP,
                    counting,
                    last,
                    new Exchange(PatternKind.K_REDUCE, channel, Waiting.NOTIFY),
                    life);
        };
    }

    private static FunctionLink link(SplittableRandom random, boolean saturates, double jump) {
        return new FunctionLink(curve(random, saturates, jump), curve(random, saturates, jump), 0, 0);
    }

    private static TransferCurve curve(SplittableRandom random, boolean saturates, double jump) {
        double fast = 60 * Math.exp(random.nextDouble(-1, 1) * jump);
        double bends = 0.1 * Math.exp(random.nextDouble(-1, 1) * jump);
        return saturates ? new SaturationCurve(fast, bends) : new AffineCurve(bends, fast);
    }
}
