package faastrain.experiment;

import faastrain.communication.Pattern;
import faastrain.communication.Patterns;
import faastrain.communication.Step;
import faastrain.model.Job;
import faastrain.model.Plan;
import faastrain.model.Rounds;
import faastrain.protocol.Protocol;
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

    private final Scenario scenario;
    private final Job job;
    private final FunctionLimits limits;
    private final Optional<TrainingMemory> memory;
    private final BiConsumer<String, String> problem;

    LifetimeCheck(
            Scenario scenario,
            Job job,
            FunctionLimits limits,
            Optional<TrainingMemory> memory,
            BiConsumer<String, String> problem) {
        this.scenario = scenario;
        this.job = job;
        this.limits = limits;
        this.memory = memory;
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
        if (when != Reinvocation.DEADLINE_MARGIN
                && functionSeconds(job, Reinvocation.DEADLINE_MARGIN)
                        <= lifetime - scenario.lifetime().marginSeconds()) {
            remedies.add("re-invocation: deadline-margin");
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

    private Optional<Integer> largerMemory(Reinvocation when, double lifetime) {
        Plan plan = job.plan();
        int first = (plan.memoryMb() / MEMORY_STEP_MB + 1) * MEMORY_STEP_MB;
        for (int mb = first; mb <= limits.maxMemoryMb(); mb += MEMORY_STEP_MB) {
            Plan larger =
                    new Plan(plan.workers(), mb, plan.aggregators(), plan.aggregatorBatch(), plan.nonAggregatorBatch());
            if (functionSeconds(job.withPlan(larger), when) <= lifetime) {
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
            boolean fits = batch >= 1
                    && batch * plan.workers() <= job.workload().samples()
                    && batch
                            <= memory.map(known -> known.largestBatch(plan.memoryMb()))
                                    .orElse(Integer.MAX_VALUE);
            if (!fits) {
                return Optional.empty();
            }
            Plan other = new Plan(plan.workers(), plan.memoryMb(), plan.aggregators(), (int) batch, (int) batch);
            if (functionSeconds(job.withPlan(other), when) <= lifetime) {
                return Optional.of((int) batch);
            }
        }
    }

    /** Seconds that a function needs at least: those of the workers at both ends. */
    private double functionSeconds(Job of, Reinvocation when) {
        int last = of.plan().workers() - 1;
        return Math.max(functionSeconds(of, when, 0), functionSeconds(of, when, last));
    }

    private double functionSeconds(Job of, Reinvocation when, int worker) {
        Rounds rounds = of.rounds();
        double load = 0;
        if (scenario.fluctuation() == Fluctuation.NONE) {
            for (double mib : of.loadsMib(worker)) {
                load += of.storeLink().download().seconds(mib);
            }
        }
        if (when == Reinvocation.DEADLINE_MARGIN) {
            int batch = of.schedule().fullIterations() > 0
                    ? of.plan().batch(worker)
                    : of.schedule().lastBatch(worker);
            return load + of.computeSeconds(batch) + exchangeSeconds(of, worker);
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
        return load + epochs * (compute + rounds.perEpoch() * exchangeSeconds(of, worker));
    }

    /** What a worker surely moves in a round, alone. */
    private double exchangeSeconds(Job of, int worker) {
        if (scenario.fluctuation() != Fluctuation.NONE) {
            return 0;
        }
        Pattern pattern = Patterns.of(of);
        // Who takes what is there may find nothing, and who is behind reads nothing in the first round.
        boolean reads = !Protocol.of(of.protocol(), of.staleness()).takesLatest()
                && of.plan().isAggregator(worker);
        double objectMib = of.exchangedMib() / pattern.parts();
        double up = of.exchange().channel().uploadSeconds(objectMib);
        double down = of.exchange().channel().downloadSeconds(objectMib);
        double seconds = 0;
        for (int index = 0; index < pattern.steps(worker); index++) {
            Step step = pattern.step(worker, index);
            if (step.isUpward()) {
                seconds += up;
            } else if (reads && (step.action() == Step.Action.READ || step.action() == Step.Action.PASS)) {
                seconds += down;
            }
        }
        return seconds;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%,.0f s", Math.ceil(seconds));
    }
}
