package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.model.Invocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/** What holds however functions are invoked, last, end and crash. */
class LauncherLawsTest {
    private static final double NEVER = Double.POSITIVE_INFINITY;
    private static final double ROUNDING = 1e-9;

    /** One function of a worker: it runs, ends or crashes, and then invokes the next after a time. */
    private record Function(double runSeconds, boolean crashes, double afterSeconds) {}

    /** A start: when the invocation was let run, how, and when the handler began. */
    private record Start(int worker, boolean warm, double letRun, double began) {}

    /**
     * @param functions of each worker, one after the other
     */
    private record Case(Invocation invocation, List<List<Function>> functions) {
        int all() {
            return functions.stream().mapToInt(List::size).sum();
        }
    }

    private static double coldSeconds(int worker) {
        return 1.7 + 0.013 * worker;
    }

    private static double warmSeconds(int worker) {
        return 0.11 + 0.0017 * worker;
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Invocation> invocations = Combinators.combine(
                        Arbitraries.of(0.0, 0.037, 0.41),
                        Arbitraries.of(1, 2, 3, 5, Integer.MAX_VALUE),
                        Arbitraries.of(1.0, 2.0, 4.5, NEVER),
                        Arbitraries.of(0.083, 0.57, 3.3, NEVER),
                        Arbitraries.of(0.0, 0.9, 6.1, NEVER),
                        Arbitraries.integers().between(0, 3))
                .as((call, quota, burst, refill, keep, warm) ->
                        new Invocation(call, quota, burst, refill, keep, warm, 0));
        return Combinators.combine(invocations, Arbitraries.integers().between(1, 9), Arbitraries.longs())
                .as((invocation, workers, seed) -> new Case(invocation, functions(workers, new Random(seed))));
    }

    /** Times at random, so that no two things happen at once by chance. */
    private static List<List<Function>> functions(int workers, Random random) {
        return IntStream.range(0, workers)
                .mapToObj(worker -> IntStream.range(0, 1 + random.nextInt(4))
                        .mapToObj(i -> new Function(
                                0.2 + 5 * random.nextDouble(), random.nextInt(4) == 0, 3 * random.nextDouble()))
                        .toList())
                .toList();
    }

    @Property(tries = 1000)
    void functionsBeginWhenANaiveProviderLetsThem(@ForAll("cases") Case example) {
        List<Start> expected = new Naive(example).run();
        List<Start> starts = new Simulated(example).run();
        assertThat(starts).hasSameSizeAs(expected);
        for (int i = 0; i < starts.size(); i++) {
            assertThat(starts.get(i).worker()).isEqualTo(expected.get(i).worker());
            assertThat(starts.get(i).warm()).isEqualTo(expected.get(i).warm());
            assertThat(starts.get(i).letRun()).isCloseTo(expected.get(i).letRun(), within(ROUNDING));
            assertThat(starts.get(i).began()).isCloseTo(expected.get(i).began(), within(ROUNDING));
        }
    }

    @Property(tries = 500)
    void everyInvocationStartsOnceAndIsCounted(@ForAll("cases") Case example) {
        Simulated simulated = new Simulated(example);
        List<Start> starts = simulated.run();
        assertThat(starts).hasSize(example.all());
        long warm = starts.stream().filter(Start::warm).count();
        assertThat(simulated.launcher.warmStarts()).isEqualTo(warm);
        assertThat(simulated.launcher.coldStarts()).isEqualTo(starts.size() - warm);
    }

    @Property(tries = 500)
    void neverMoreFunctionsRunThanTheQuota(@ForAll("cases") Case example) {
        Simulated simulated = new Simulated(example);
        List<Start> starts = simulated.run();
        int most = 0;
        for (Start start : starts) {
            int running = 0;
            for (int i = 0; i < starts.size(); i++) {
                Start other = starts.get(i);
                boolean begun = other.letRun() <= start.letRun();
                running += begun && simulated.ends.get(i) > start.letRun() ? 1 : 0;
            }
            most = Math.max(most, running);
        }
        assertThat(most).isLessThanOrEqualTo(example.invocation().quota());
        assertThat(simulated.launcher.mostRunning())
                .isGreaterThanOrEqualTo(most)
                .isLessThanOrEqualTo(example.invocation().quota());
    }

    @Property(tries = 500)
    void noSpanOfTimeHasMoreNewEnvironmentsThanTheBurstAndTheRefill(@ForAll("cases") Case example) {
        double[] cold = new Simulated(example)
                .run().stream()
                        .filter(start -> !start.warm())
                        .mapToDouble(Start::letRun)
                        .toArray();
        for (int from = 0; from < cold.length; from++) {
            for (int to = from; to < cold.length; to++) {
                double span = cold[to] - cold[from];
                double refilled = span == 0 ? 0 : example.invocation().refillPerSecond() * span;
                boolean unlimited = example.invocation().refillPerSecond() == NEVER;
                assertThat(unlimited || to - from + 1 <= (example.invocation().burst() + refilled) * (1 + ROUNDING))
                        .isTrue();
            }
        }
    }

    @Property(tries = 500)
    void whoArrivesFirstIsLetRunFirst(@ForAll("cases") Case example) {
        Simulated simulated = new Simulated(example);
        List<Integer> letRun = simulated.run().stream().map(Start::worker).toList();
        assertThat(letRun).isEqualTo(simulated.arrivals());
    }

    @Property(tries = 200)
    void theSameInvocationsGiveTheSameTimesToTheLastBit(@ForAll("cases") Case example) {
        assertThat(new Simulated(example).run()).isEqualTo(new Simulated(example).run());
    }

    /** Runs a case on the launcher. */
    private static final class Simulated implements StartUps {
        private final Simulator simulator = new Simulator(new FourAryHeap());
        private final Case example;
        private final Launcher launcher;
        private final List<Start> starts = new ArrayList<>();
        private final List<Double> ends = new ArrayList<>();
        private final List<double[]> arrivals = new ArrayList<>();
        private final int[] next;
        private final int[] current;

        Simulated(Case example) {
            this.example = example;
            simulator.init();
            int workers = example.functions().size();
            this.next = new int[workers];
            this.current = new int[workers];
            this.launcher = new Launcher(simulator, example.invocation(), this, workers, this::begun, () -> {});
        }

        List<Start> run() {
            for (int worker = 0; worker < next.length; worker++) {
                arrivals.add(new double[] {(worker + 1) * example.invocation().callSeconds(), worker});
            }
            launcher.invokeAll();
            simulator.start();
            return starts;
        }

        /** The workers in the order in which their invocations arrived. */
        List<Integer> arrivals() {
            return arrivals.stream()
                    .sorted((one, other) -> Double.compare(one[0], other[0]))
                    .map(arrival -> (int) arrival[1])
                    .toList();
        }

        @Override
        public double coldSeconds(int worker) {
            return start(worker, false, LauncherLawsTest.coldSeconds(worker));
        }

        @Override
        public double warmSeconds(int worker) {
            return start(worker, true, LauncherLawsTest.warmSeconds(worker));
        }

        private double start(int worker, boolean warm, double seconds) {
            current[worker] = starts.size();
            starts.add(new Start(worker, warm, simulator.time(), Double.NaN));
            ends.add(NEVER);
            return seconds;
        }

        private void begun(int worker) {
            Start start = starts.get(current[worker]);
            starts.set(current[worker], new Start(worker, start.warm(), start.letRun(), simulator.time()));
            List<Function> functions = example.functions().get(worker);
            Function function = functions.get(next[worker]);
            next[worker]++;
            new Event(simulator) {
                @Override
                public void actions() {
                    ends.set(current[worker], simulator.time());
                    if (function.crashes()) {
                        launcher.crashed(worker);
                    } else {
                        launcher.ended(worker);
                    }
                    if (next[worker] < functions.size()) {
                        double after = function.afterSeconds();
                        arrivals.add(new double[] {
                            simulator.time() + (after + example.invocation().callSeconds()), worker
                        });
                        launcher.invoke(worker, after);
                    }
                }
            }.schedule(function.runSeconds());
        }
    }

    /** The same rules written down plainly: it looks for what happens next, lets it happen, and then looks at the queue. */
    private static final class Naive {
        private final Case example;
        private final Invocation invocation;
        private final double[] arrivesAt;
        private final double[] endsAt;
        private final int[] next;
        private final Deque<Integer> queue = new ArrayDeque<>();
        private final List<Double> expiries = new ArrayList<>();
        private final List<Start> starts = new ArrayList<>();
        private double now;
        private double tokens;
        private int running;

        Naive(Case example) {
            this.example = example;
            this.invocation = example.invocation();
            int workers = example.functions().size();
            this.arrivesAt = new double[workers];
            this.endsAt = new double[workers];
            this.next = new int[workers];
            for (int worker = 0; worker < workers; worker++) {
                arrivesAt[worker] = (worker + 1) * invocation.callSeconds();
                endsAt[worker] = NEVER;
            }
            for (int i = 0; i < invocation.warm(); i++) {
                expiries.add(invocation.keepWarmSeconds());
            }
            tokens = invocation.burst();
        }

        List<Start> run() {
            while (true) {
                int arriving = first(arrivesAt);
                int ending = first(endsAt);
                double at = Math.min(Math.min(arrivesAt[arriving], endsAt[ending]), tokenAt());
                if (at == NEVER) {
                    return starts;
                }
                tokens = Math.min(
                        invocation.burst(), tokens + (at == now ? 0 : invocation.refillPerSecond() * (at - now)));
                now = at;
                if (arrivesAt[arriving] == at) {
                    arrivesAt[arriving] = NEVER;
                    queue.add(arriving);
                } else if (endsAt[ending] == at) {
                    end(ending);
                } else {
                    tokens = Math.max(tokens, 1);
                }
                serve();
            }
        }

        private static int first(double[] times) {
            int first = 0;
            for (int i = 1; i < times.length; i++) {
                first = times[i] < times[first] ? i : first;
            }
            return first;
        }

        private boolean isUnlimited() {
            return invocation.refillPerSecond() == NEVER;
        }

        private double tokenAt() {
            boolean waits = !queue.isEmpty() && running < invocation.quota();
            return waits ? now + (1 - tokens) / invocation.refillPerSecond() : NEVER;
        }

        private void end(int worker) {
            endsAt[worker] = NEVER;
            running--;
            Function function = example.functions().get(worker).get(next[worker] - 1);
            if (!function.crashes()) {
                expiries.add(now + invocation.keepWarmSeconds());
            }
            if (next[worker] < example.functions().get(worker).size()) {
                arrivesAt[worker] = now + (function.afterSeconds() + invocation.callSeconds());
            }
        }

        private void serve() {
            while (!queue.isEmpty() && running < invocation.quota()) {
                expiries.removeIf(expiry -> now >= expiry);
                boolean warm = !expiries.isEmpty();
                if (warm) {
                    expiries.remove(expiries.size() - 1);
                } else if (isUnlimited() || tokens >= 1 - ROUNDING) {
                    tokens = isUnlimited() ? tokens : tokens - 1;
                } else {
                    return;
                }
                int worker = queue.remove();
                running++;
                double began = now + (warm ? warmSeconds(worker) : coldSeconds(worker));
                starts.add(new Start(worker, warm, now, began));
                endsAt[worker] = began
                        + example.functions().get(worker).get(next[worker]).runSeconds();
                next[worker]++;
            }
        }
    }
}
