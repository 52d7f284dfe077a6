package faastrain.experiment;

import faastrain.communication.Pattern;
import faastrain.communication.Patterns;
import faastrain.communication.Step;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.Schedule;
import faastrain.protocol.Protocol;
import faastrain.scenario.CheckpointPolicy;
import faastrain.scenario.ConvergenceSource;
import faastrain.scenario.Fluctuation;
import faastrain.scenario.Reinvocation;
import faastrain.scenario.Scenario;
import faastrain.trace.FunctionLimits;
import faastrain.trace.TrainingMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Refuses a training whose functions cannot live as long as they need: by what a function computes and moves when it waits
 * for nobody, which is less than it takes. What only a run shows, the run tells.
 */
final class LifetimeCheck {
    /** Lambda's memory comes in steps of 1 MB; plans are told in round ones. */
    private static final int MEMORY_STEP_MB = 64;

    /** The jobs of the scenario with other plans. */
    interface Plans {
        /** The job with another memory quota, MB, and another batch of the aggregators: what is not written is chosen anew. */
        Job job(int memoryMb, int batch);
    }

    private final Scenario scenario;
    private final Job job;
    private final FunctionLimits limits;
    private final Optional<TrainingMemory> memory;
    private final Plans plans;
    private final BiConsumer<String, String> problem;

    LifetimeCheck(
            Scenario scenario,
            Job job,
            FunctionLimits limits,
            Optional<TrainingMemory> memory,
            Plans plans,
            BiConsumer<String, String> problem) {
        this.scenario = scenario;
        this.job = job;
        this.limits = limits;
        this.memory = memory;
        this.plans = plans;
        this.problem = problem;
    }

    void check() {
        double lifetime = job.lifecycle().lifetimeSeconds();
        // How long a traced iteration takes is not known before it is drawn.
        if (Double.isInfinite(lifetime) || scenario.compute().source().readsTrace()) {
            return;
        }
        Reinvocation when = job.lifecycle().reinvocation();
        double needed = functionSeconds(job, when);
        if (needed <= lifetime) {
            return;
        }
        List<String> remedies = new ArrayList<>();
        if (when != Reinvocation.DEADLINE_MARGIN) {
            margin(lifetime).ifPresent(remedies::add);
        }
        if (when == Reinvocation.NEVER && functionSeconds(job, Reinvocation.EACH_EPOCH) <= lifetime) {
            remedies.add("re-invocation: each-epoch");
        }
        largerMemory(when, lifetime).ifPresent(mb -> remedies.add("plan.memory: " + mb + " MB"));
        otherBatch(when, lifetime).ifPresent(batch -> remedies.add("plan.batch: " + batch));
        String words = when == Reinvocation.DEADLINE_MARGIN ? "loading and a single iteration" : "its work";
        problem.accept(
                "re-invocation",
                "is " + when.id() + ", with which a function needs at least " + seconds(needed) + " for " + words
                        + ", and it may live " + seconds(lifetime)
                        + (remedies.isEmpty()
                                ? "; no memory or batch is enough"
                                : "; what would work: " + String.join(", or ", remedies))
                        + " (lifetime.limit: ignored simulates it all the same)");
    }

    /** How functions that are replaced near their end would live long enough. */
    private Optional<String> margin(double lifetime) {
        double margin = scenario.lifetime().marginSeconds();
        double last = 0;
        boolean within = true;
        for (int worker : new int[] {0, job.plan().workers() - 1}) {
            double load = loadSeconds(job, worker);
            double iteration = functionSeconds(job, Reinvocation.DEADLINE_MARGIN, worker) - load;
            double save = scenario.checkpoint().functions() == CheckpointPolicy.NEVER
                    ? 0
                    : job.storeLink().upload().seconds(job.workload().modelMib());
            double iterations = Math.max(1, Math.ceil((lifetime - margin - load) / iteration));
            // Where a round of several iterations stands when a function begins is not known.
            boolean alike = job.rounds().end(1) == 1;
            within &= alike ? load + iterations * iteration + save <= lifetime : iteration + save <= margin;
            last = Math.max(last, iteration + save);
            if (load + iteration + save > lifetime) {
                return Optional.empty();
            }
        }
        double enough = Math.ceil(last);
        if (within && margin < lifetime) {
            return Optional.of("re-invocation: deadline-margin");
        }
        return enough < lifetime
                ? Optional.of("re-invocation: deadline-margin with lifetime.margin: " + seconds(enough))
                : Optional.empty();
    }

    private Optional<Integer> largerMemory(Reinvocation when, double lifetime) {
        int first = (job.plan().memoryMb() / MEMORY_STEP_MB + 1) * MEMORY_STEP_MB;
        for (int mb = first; mb <= limits.maxMemoryMb(); mb += MEMORY_STEP_MB) {
            Job larger = plans.job(mb, job.plan().aggregatorBatch());
            if (isAllowed(larger) && functionSeconds(larger, when) <= lifetime) {
                return Optional.of(mb);
            }
        }
        return Optional.empty();
    }

    /** A smaller batch shortens an iteration, a larger one an epoch. */
    private Optional<Integer> otherBatch(Reinvocation when, double lifetime) {
        Plan plan = job.plan();
        boolean smaller = when == Reinvocation.DEADLINE_MARGIN;
        long batch = plan.aggregatorBatch();
        while (true) {
            batch = smaller ? batch / 2 : batch * 2;
            if (batch < 1 || batch * plan.workers() > job.workload().samples()) {
                return Optional.empty();
            }
            Job other = plans.job(plan.memoryMb(), (int) batch);
            if (isAllowed(other) && functionSeconds(other, when) <= lifetime) {
                return Optional.of((int) batch);
            }
        }
    }

    /** Whether a plan's batches fit the memory and the scenario's largest global batch, and leave an iteration. */
    private boolean isAllowed(Job of) {
        Plan plan = of.plan();
        int largest = Math.max(plan.aggregatorBatch(), plan.nonAggregatorBatch());
        return plan.globalBatch() <= of.workload().samples()
                && plan.globalBatch() <= scenario.plan().maxGlobalBatch().orElse(Integer.MAX_VALUE)
                && largest
                        <= memory.map(known -> known.largestBatch(plan.memoryMb()))
                                .orElse(Integer.MAX_VALUE);
    }

    /**
     * Seconds that a function needs at least, by the workers at both ends. Where others go on without a worker, they may have
     * come far enough before a late or crashed one begins, but one of them must train.
     */
    private double functionSeconds(Job of, Reinvocation when) {
        double first = functionSeconds(of, when, 0);
        double last = functionSeconds(of, when, of.plan().workers() - 1);
        return mayStop() && takesLatest(of) ? Math.min(first, last) : Math.max(first, last);
    }

    private double functionSeconds(Job of, Reinvocation when, int worker) {
        double load = loadSeconds(of, worker);
        if (when == Reinvocation.DEADLINE_MARGIN) {
            return load + untilAskedSeconds(of, worker);
        }
        if (mayEndEarly(worker)) {
            return load + iterationSeconds(of, worker, 0) + exchangeSeconds(of, worker);
        }
        long epochs =
                switch (when) {
                    case EACH_EPOCH -> 1;
                    case FIXED_EPOCHS -> of.epochsPerFunction();
                    case NEVER, DEADLINE_MARGIN -> of.epochs();
                };
        double compute =
                of.schedule().fullIterations() * of.computeSeconds(of.plan().batch(worker))
                        + of.computeSeconds(of.schedule().lastBatch(worker));
        return load + epochs * (compute + of.rounds().perEpoch() * exchangeSeconds(of, worker));
    }

    /**
     * Seconds from one time that a function is asked whether it is near its end to the next: after each iteration, and with
     * the last of a round after the exchange. Within a round of several iterations the function that begins it may leave
     * the rest to others, the last of which trains the last iteration at least. The first round stands for all.
     */
    private double untilAskedSeconds(Job of, int worker) {
        Pattern pattern = Patterns.of(of);
        int middle = pattern.stepsBeforeCompute();
        long last = of.rounds().end(1) - 1;
        double begins = exchangeSeconds(of, worker, 0, middle) + iterationSeconds(of, worker, 0);
        double ends = exchangeSeconds(of, worker, middle, pattern.steps(worker));
        return last == 0 ? begins + ends : Math.max(begins, iterationSeconds(of, worker, last) + ends);
    }

    /** Seconds that a worker computes in an iteration, counted from 0 over the training. */
    private static double iterationSeconds(Job of, int worker, long iteration) {
        Schedule schedule = of.schedule();
        boolean isShort = schedule.isShort(iteration % schedule.iterations());
        return of.computeSeconds(
                isShort ? schedule.lastBatch(worker) : of.plan().batch(worker));
    }

    private double loadSeconds(Job of, int worker) {
        double load = 0;
        if (scenario.fluctuation() == Fluctuation.NONE) {
            for (double mib : of.loadsMib(worker)) {
                load += of.storeLink().download().seconds(mib);
            }
        }
        return load;
    }

    /**
     * Whether a worker's function may end before its work is done, and yet the training be done in the end: because it has
     * come far enough, or because another function goes on after a crash.
     */
    private boolean mayEndEarly(int worker) {
        return mayStop() || mayCrash(worker);
    }

    private boolean mayStop() {
        return scenario.convergence().source() != ConvergenceSource.NONE
                || scenario.convergence().targetLoss().isPresent();
    }

    private static boolean takesLatest(Job of) {
        return Protocol.of(of.protocol(), of.staleness()).takesLatest();
    }

    private boolean mayCrash(int worker) {
        return scenario.faults().crashRatePerSecond() > 0
                || scenario.faults().errorRate() > 0
                || scenario.faults().outageStartSeconds().isPresent()
                || scenario.faults().crashWorker().orElse(-1) == worker;
    }

    /** Seconds of what a worker surely moves in a round, alone. */
    private double exchangeSeconds(Job of, int worker) {
        return exchangeSeconds(of, worker, 0, Patterns.of(of).steps(worker));
    }

    /** Seconds of what it surely moves in the steps of a round from one up to another. */
    private double exchangeSeconds(Job of, int worker, int from, int until) {
        if (scenario.fluctuation() != Fluctuation.NONE) {
            return 0;
        }
        Pattern pattern = Patterns.of(of);
        // Who takes what is there may find nothing, and who is behind reads nothing in the first round.
        boolean reads = !takesLatest(of) && of.plan().isAggregator(worker);
        double objectMib = of.exchangedMib() / pattern.parts();
        double up = of.exchange().channel().uploadSeconds(objectMib);
        double down = of.exchange().channel().downloadSeconds(objectMib);
        double seconds = 0;
        for (int index = from; index < until; index++) {
            Step step = pattern.step(worker, index);
            if (step.isUpward()) {
                seconds += up;
            } else if (reads && (step.action() == Step.Action.READ || step.action() == Step.Action.PASS)) {
                seconds += down;
            }
            if (step == Step.PUT_MERGED && mayCrash(worker)) {
                // The function that goes on after a crash finds what was merged, and merges no more.
                return seconds;
            }
        }
        return seconds;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%,.0f s", Math.ceil(seconds));
    }
}
