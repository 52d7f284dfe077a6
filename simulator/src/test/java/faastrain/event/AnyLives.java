package faastrain.event;

import faastrain.model.Algorithm;
import faastrain.model.Channel;
import faastrain.model.Invocation;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.model.Recovery;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.Counting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import faastrain.scenario.Reinvocation;
import faastrain.trace.RetryPolicy;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random jobs of every kind under random conditions: what starts late, computes slowly, fails, crashes, lives shortly. */
final class AnyLives {
    private static final double GOLDEN = 0.6180339887498949;

    private AnyLives() {}

    /**
     * A job and what happens to it.
     *
     * @param crashSeconds after how long each of a worker's first functions crashes
     * @param failing of so many requests one fails; 0 for none
     * @param serverCrashSeconds when the parameter server crashes
     * @param slowest how many times as long the slowest computation takes as the fastest
     */
    record Life(Job job, List<Double> crashSeconds, int failing, double serverCrashSeconds, double slowest) {
        /** The conditions, with chances of their own: to be asked for once a run. */
        Conditions conditions() {
            return new Conditions(
                    AnyJobs.spreadJitter(),
                    new Uneven(slowest),
                    (worker, start, seconds) -> worker == 0 ? 2 * seconds : seconds,
                    STARTS,
                    new Failing(this),
                    HALF_AS_GOOD,
                    Learner.NOBODY);
        }

        boolean fails() {
            return !crashSeconds.isEmpty() || failing > 0 || !Double.isInfinite(serverCrashSeconds);
        }

        /** Updates that are used when all is trained. */
        long updates() {
            boolean alone = job.plan().workers() == 1 && job.exchange().pattern() != PatternKind.PARAMETER_SERVER;
            int parts = faastrain.communication.Patterns.of(job).parts();
            return job.rounds().rounds() * job.plan().workers() * (alone ? Math.max(1, parts) : parts);
        }
    }

    private static final StartUps STARTS = new StartUps() {
        @Override
        public double coldSeconds(int worker) {
            return 1 + 0.1 * worker;
        }

        @Override
        public double warmSeconds(int worker) {
            return 0.05;
        }
    };

    /** Each round of staleness makes an update half as good. */
    private static final Convergence HALF_AS_GOOD = new Convergence() {
        @Override
        public double weight(int staleness) {
            return Math.pow(0.5, staleness);
        }

        @Override
        public double loss(double effectiveEpochs) {
            return 1 / (1 + effectiveEpochs);
        }

        @Override
        public boolean isReached(double effectiveEpochs, double loss) {
            return false;
        }
    };

    /** Computations that differ, each worker's in its own order. */
    private static final class Uneven implements ComputeTimes {
        private final double slowest;
        private final double[] turns = new double[100];

        Uneven(double slowest) {
            this.slowest = slowest;
        }

        @Override
        public double seconds(int worker, int batch, double formulaSeconds) {
            turns[worker] = (turns[worker] + GOLDEN * (worker + 1)) % 1;
            return formulaSeconds * (1 + (slowest - 1) * turns[worker]);
        }
    }

    private static final class Failing implements Faults {
        private final Life life;
        private final int[] functions = new int[100];
        private final long[] requests = new long[100];

        Failing(Life life) {
            this.life = life;
        }

        @Override
        public boolean possible() {
            return life.fails();
        }

        @Override
        public double crashAfterSeconds(int worker, double now) {
            int function = functions[worker]++;
            return function < life.crashSeconds().size()
                    ? life.crashSeconds().get(function) * (1 + 0.3 * worker)
                    : Double.POSITIVE_INFINITY;
        }

        @Override
        public void crashed(int worker, double now) {
            // Which function crashes is known by its number.
        }

        @Override
        public boolean requestFails(int worker, double now) {
            requests[worker]++;
            return life.failing() > 0 && requests[worker] % life.failing() == 0;
        }

        @Override
        public double serverCrashSeconds() {
            return life.serverCrashSeconds();
        }

        @Override
        public Recovery recovery() {
            return new Recovery(true, 0.7, 1000, 3, new RetryPolicy(1000, 0.1, 1, 1));
        }
    }

    /** Jobs of every kind, channel, protocol, algorithm and life, and everything that can happen to them. */
    static Arbitrary<Life> all() {
        return AnyJobs.shared().flatMap(AnyLives::lives);
    }

    private static Arbitrary<Life> lives(Job job) {
        boolean machines = job.exchange().channel() instanceof Channel.Network;
        boolean oneServer = job.exchange().pattern() == PatternKind.PARAMETER_SERVER
                && job.exchange().channel() instanceof Channel.Servers servers
                && servers.servers() == 1;
        Arbitrary<List<Double>> crashes = machines
                ? Arbitraries.just(List.of())
                : Arbitraries.oneOf(
                        Arbitraries.just(List.of()),
                        Arbitraries.doubles().between(0, 40).list().ofMinSize(1).ofMaxSize(3));
        Arbitrary<Double> serverCrash = oneServer
                ? Arbitraries.oneOf(
                        Arbitraries.just(Double.POSITIVE_INFINITY),
                        Arbitraries.doubles().between(0, 60))
                : Arbitraries.just(Double.POSITIVE_INFINITY);
        return Combinators.combine(
                        living(job), crashes, Arbitraries.of(0, 0, 7, 50), serverCrash, Arbitraries.of(1.0, 1.5, 6.0))
                .as(Life::new);
    }

    private static Arbitrary<Job> living(Job job) {
        Arbitrary<ProtocolKind> protocols = Arbitraries.of(protocols(job));
        Arbitrary<Algorithm> algorithms = Arbitraries.of(
                Algorithm.GA_SGD, Algorithm.maSgd(2), Algorithm.maSgd(1000), Algorithm.admm(job.epochs()));
        return Combinators.combine(protocols, Arbitraries.integers().between(0, 3), algorithms, lifecycles(job))
                .as((protocol, staleness, algorithm, life) -> Jobs.with(
                        job,
                        protocol,
                        staleness,
                        algorithm.kind() == AlgorithmKind.ADMM && life.reinvocation() != Reinvocation.DEADLINE_MARGIN
                                ? new Lifecycle(Reinvocation.NEVER, 0)
                                : life,
                        algorithm));
    }

    private static List<ProtocolKind> protocols(Job job) {
        boolean bySum = job.counting() == Counting.IMPLEMENTATION;
        return switch (job.exchange().pattern()) {
            case K_REDUCE, SCATTER_REDUCE -> Arrays.asList(ProtocolKind.values());
            case ALL_REDUCE -> bySum ? List.of(ProtocolKind.BSP) : Arrays.asList(ProtocolKind.values());
            case PARAMETER_SERVER -> List.of(ProtocolKind.BSP, ProtocolKind.SSP, ProtocolKind.ASP);
            case RING -> List.of(ProtocolKind.BSP);
            case GLOBAL_MODEL -> List.of(ProtocolKind.ASP);
        };
    }

    private static Arbitrary<Lifecycle> lifecycles(Job job) {
        Arbitrary<Invocation> invocations = Arbitraries.of(
                Invocation.INSTANT,
                Invocation.table(2),
                new Invocation(0.05, job.plan().workers(), 2, 3, 20, 1, 0));
        // A function is near its end after 9 seconds.
        return Combinators.combine(
                        Arbitraries.of(Reinvocation.values()),
                        Arbitraries.integers().between(1, 2),
                        invocations,
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 2))
                .as((when, epochs, invocation, saves, rounds) -> new Lifecycle(
                        when,
                        epochs,
                        invocation,
                        1e6,
                        when == Reinvocation.DEADLINE_MARGIN ? 9 : Double.POSITIVE_INFINITY,
                        saves,
                        rounds));
    }
}
