package faastrain.event;

import faastrain.model.Recovery;
import java.util.ArrayList;
import java.util.List;

/**
 * Conditions by hand: transfers take exactly the time that the curves say, and only what a test names happens besides.
 * It is to be made anew for each run.
 */
final class Circumstances {
    /** A function that crashes is invoked anew at once, ten times; a request is tried three times, 0.5 and 1 s apart. */
    static final Recovery RESTART = new Recovery(true, 0, 10, 5, Hand.RETRY);

    private record Crash(int worker, double at) {}

    private final List<Crash> crashes = new ArrayList<>();
    private double[][] compute = {};
    private int[] turns = {};
    private double[][] starts = {};
    private int[] started = {};
    private double serverCrashSeconds = Double.POSITIVE_INFINITY;
    private int failing;
    private int[] requests = new int[100];
    private double outageFrom = Double.POSITIVE_INFINITY;
    private double outageUntil = Double.POSITIVE_INFINITY;
    private Recovery recovery = RESTART;
    private Convergence convergence = Convergence.UNKNOWN;
    private Learner learner = Learner.NOBODY;
    private TransferFactors transfers = TransferFactors.EXACT;
    private boolean faults;

    /** Seconds of each worker's computations, one after the other; the last is that of all that follow. */
    Circumstances computing(double[]... secondsByWorker) {
        compute = secondsByWorker;
        turns = new int[secondsByWorker.length];
        return this;
    }

    /** Seconds of each worker's computations, always the same. */
    Circumstances computing(double... secondsByWorker) {
        return computing(each(secondsByWorker));
    }

    private static double[][] each(double[] secondsByWorker) {
        double[][] each = new double[secondsByWorker.length][];
        for (int worker = 0; worker < each.length; worker++) {
            each[worker] = new double[] {secondsByWorker[worker]};
        }
        return each;
    }

    /** Seconds of each worker's starts, one after the other; the last is that of all that follow. */
    Circumstances starting(double[]... secondsByWorker) {
        starts = secondsByWorker;
        started = new int[secondsByWorker.length];
        return this;
    }

    /** Seconds of each worker's starts, always the same. */
    Circumstances starting(double... secondsByWorker) {
        return starting(each(secondsByWorker));
    }

    /** The function that a worker has at that time on the clock crashes. */
    Circumstances crash(int worker, double at) {
        crashes.add(new Crash(worker, at));
        faults = true;
        return this;
    }

    /** Every so-many-th request of each worker fails, those that are tried again counted too. */
    Circumstances failingEvery(int requests) {
        failing = requests;
        faults = true;
        return this;
    }

    /** All requests fail from one time on until before another. */
    Circumstances outage(double from, double until) {
        outageFrom = from;
        outageUntil = until;
        faults = true;
        return this;
    }

    Circumstances serverCrash(double at) {
        serverCrashSeconds = at;
        faults = true;
        return this;
    }

    Circumstances recovering(Recovery by) {
        recovery = by;
        return this;
    }

    Circumstances converging(Convergence how) {
        convergence = how;
        return this;
    }

    Circumstances learning(Learner who) {
        learner = who;
        return this;
    }

    Circumstances transfers(TransferFactors factors) {
        transfers = factors;
        return this;
    }

    Conditions conditions() {
        return new Conditions(
                transfers, this::seconds, Stragglers.NONE, new Starts(), new Failures(), convergence, learner);
    }

    private double seconds(int worker, int batch, double formulaSeconds) {
        return next(compute, turns, worker, formulaSeconds);
    }

    private static double next(double[][] seconds, int[] turns, int worker, double otherwise) {
        if (worker >= seconds.length) {
            return otherwise;
        }
        int turn = Math.min(turns[worker], seconds[worker].length - 1);
        turns[worker]++;
        return seconds[worker][turn];
    }

    private final class Starts implements StartUps {
        @Override
        public double coldSeconds(int worker) {
            return next(starts, started, worker, 0);
        }

        @Override
        public double warmSeconds(int worker) {
            return next(starts, started, worker, 0);
        }
    }

    private final class Failures implements Faults {
        @Override
        public boolean possible() {
            return faults;
        }

        @Override
        public double crashAfterSeconds(int worker, double now) {
            return crashes.stream()
                    .filter(crash -> crash.worker() == worker && crash.at() > now)
                    .mapToDouble(crash -> crash.at() - now)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
        }

        @Override
        public void crashed(int worker, double now) {
            // When the next one crashes is asked when it starts.
        }

        @Override
        public boolean requestFails(int worker, double now) {
            requests[worker]++;
            return (failing > 0 && requests[worker] % failing == 0) || (now >= outageFrom && now < outageUntil);
        }

        @Override
        public double serverCrashSeconds() {
            return serverCrashSeconds;
        }

        @Override
        public Recovery recovery() {
            return recovery;
        }
    }
}
