package faastrain.experiment;

import faastrain.event.TrainingFailedException;
import faastrain.provisioning.KReduceSpace;
import faastrain.provisioning.Offer;
import faastrain.provisioning.Outcome;
import faastrain.provisioning.PricedPlan;
import faastrain.provisioning.StrategyKind;
import faastrain.random.Streams;
import faastrain.result.CandidatePlan;
import faastrain.result.PlanResult;
import faastrain.result.PlanResult.SelectedPlan;
import faastrain.result.Replication;
import faastrain.result.SimulatedPlan;
import faastrain.result.Statistics;
import faastrain.result.StrategyPlan;
import faastrain.scenario.Dimension;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Problem;
import faastrain.scenario.Quantity;
import faastrain.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Scores what strategies propose by simulation. The plans of the strategies and those that the closed form finds cheapest
 * run under the scenario with common random numbers: replication r of each has the same starts, the same residuals of its
 * computations, the same faults. Plans of functions that meet the deadline by the closed form {@link Race race} for the
 * cheapest that meets it with the scenario's confidence; virtual machines, and plans that do not meet it, run as often as
 * all do at first, for comparison.
 */
public final class Planning {
    /** Runs after which a race is first looked at: fewer say too little about costs that rare events make. */
    private static final int FIRST_REPLICATIONS = 10;

    /** So many misses are expected of a plan that meets the deadline with just the confidence that is asked for. */
    private static final double EXPECTED_MISSES = 10;

    /** Hears how far the simulations are. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Called after a run, from any thread.
         *
         * @param done runs so far
         * @param atMost runs that there may be
         */
        void ran(long done, long atMost);
    }

    private final OpenScenario open;
    private final Map<StrategyKind, Outcome> outcomes;
    private final Scenario scenario;
    private final double deadlineSeconds;
    private final Map<Offer, Run> runs = new LinkedHashMap<>();
    private long ran;

    private Planning(OpenScenario open, Map<StrategyKind, Outcome> outcomes) {
        this.open = open;
        this.outcomes = new EnumMap<>(outcomes);
        this.scenario = open.scenario();
        this.deadlineSeconds = scenario.deadlineSeconds().orElseThrow();
    }

    /** A plan on its way: what is run, or why it cannot be, and what came of it. */
    private static final class Run {
        private final Offer offer;
        private final Optional<Setting> setting;
        private final Optional<String> cannotRun;
        private Optional<Race.Candidate> candidate = Optional.empty();

        Run(Offer offer, Optional<Setting> setting, Optional<String> cannotRun) {
            this.offer = offer;
            this.setting = setting;
            this.cannotRun = cannotRun;
        }
    }

    /**
     * Puts a result together.
     *
     * @param outcomes what the strategies have come to
     * @param simulate whether plans are simulated; otherwise the closed form alone decides
     */
    public static PlanResult plan(
            OpenScenario open,
            Map<StrategyKind, Outcome> outcomes,
            boolean simulate,
            String version,
            Listener listener) {
        return new Planning(open, outcomes).plan(simulate, version, listener);
    }

    private PlanResult plan(boolean simulate, String version, Listener listener) {
        KReduceSpace space = KReduceSpace.all(open.task());
        int wanted = scenario.search().candidates();
        List<PricedPlan> cheapest = wanted > 0 ? space.cheapest(wanted) : List.of();
        outcomes.values().forEach(outcome -> outcome.offer().ifPresent(this::add));
        List<Offer> candidates = cheapest.stream()
                .map(priced -> new Offer(Offer.Kind.FUNCTIONS, Optional.empty(), priced))
                .toList();
        Optional<Offer> winner = Optional.empty();
        if (simulate) {
            candidates.forEach(this::add);
            winner = simulated(listener);
        } else {
            winner = cheapestByModel();
        }
        Optional<Offer> best = winner;
        List<StrategyPlan> strategies = new ArrayList<>();
        outcomes.forEach((kind, outcome) -> strategies.add(strategyPlan(kind, outcome, best)));
        List<CandidatePlan> scored = new ArrayList<>();
        for (Offer candidate : candidates) {
            Optional<Run> run = Optional.ofNullable(runs.get(candidate));
            scored.add(new CandidatePlan(
                    scored.size() + 1,
                    candidate.priced(),
                    run.flatMap(known -> score(known, best)),
                    run.flatMap(known -> known.cannotRun)));
        }
        return new PlanResult(
                version,
                scenario,
                open.inputs(),
                open.warnings(),
                strategies,
                scored,
                space.front(0),
                best.map(this::selected),
                ran);
    }

    /**
     * Refuses constraints that no plan at all keeps, and says what is the least.
     *
     * @throws InvalidInputException when no strategy has found a plan and there is none
     */
    public static void checkThatThereIsAPlan(OpenScenario open, Map<StrategyKind, Outcome> outcomes) {
        if (outcomes.values().stream().noneMatch(Outcome::feasible)) {
            new Planning(open, outcomes).checkThatThereIsAPlan(KReduceSpace.all(open.task()));
        }
    }

    private void checkThatThereIsAPlan(KReduceSpace space) {
        Optional<PricedPlan> fastest = space.fastest();
        String field = fastest.isEmpty() ? whatAllowsNothing() : "deadline";
        if (fastest.isPresent() && fastest.get().seconds() <= deadlineSeconds) {
            return;
        }
        throw new InvalidInputException(List.of(new Problem(
                open.file().place(field),
                field,
                fastest.isEmpty()
                        ? "no plan fits: " + space.whyNothingFits()
                        : String.format(
                                Locale.ROOT,
                                "of %s is below the fastest possible: by the closed form the fastest plan takes"
                                        + " %,.0f s (%d function%s of %,d MB, batch %d)",
                                Quantity.format(deadlineSeconds, Dimension.TIME),
                                Math.ceil(fastest.get().seconds()),
                                fastest.get().plan().workers(),
                                fastest.get().plan().workers() == 1 ? "" : "s",
                                fastest.get().plan().memoryMb(),
                                fastest.get().plan().aggregatorBatch()))));
    }

    /** The field that leaves no plan at all. */
    private String whatAllowsNothing() {
        int step = open.task().grid().batchStep();
        if (open.task().constraints().maxGlobalBatch() < step) {
            return "plan.max-global-batch";
        }
        if (open.task().mostBatch() < step) {
            return "search.max-batch";
        }
        int most = open.task().grid().mostMemoryMb();
        return open.task().batches().largest(most) < step ? "workload" : "plan.max-global-batch";
    }

    private void add(Offer offer) {
        runs.computeIfAbsent(offer, this::prepared);
    }

    private Run prepared(Offer offer) {
        try {
            return new Run(offer, Optional.of(open.setting(offer)), Optional.empty());
        } catch (InvalidInputException invalid) {
            String reasons = invalid.problems().stream()
                    .map(problem -> problem.path() + " " + problem.message())
                    .collect(Collectors.joining("; "));
            return new Run(offer, Optional.empty(), Optional.of(reasons));
        }
    }

    /** Runs what can be run, and says which plan of functions is the cheapest that holds. */
    private Optional<Offer> simulated(Listener listener) {
        List<Run> racing = new ArrayList<>();
        List<Run> compared = new ArrayList<>();
        for (Run run : runs.values()) {
            if (run.setting.isPresent()) {
                boolean mayWin = run.offer.kind() != Offer.Kind.MACHINES
                        && run.offer.priced().seconds() <= deadlineSeconds;
                (mayWin ? racing : compared).add(run);
            }
        }
        int first = Math.min(FIRST_REPLICATIONS, scenario.replications());
        int most = Math.max(scenario.replications(), (int)
                Math.ceil(EXPECTED_MISSES / (1 - scenario.search().confidence())));
        boolean race = scenario.replications() > 1;
        long atMost = (long) racing.size() * (race ? most : 1) + (long) compared.size() * first;
        Optional<Offer> winner = Optional.empty();
        if (!racing.isEmpty()) {
            Race.Sampler sampler = sampler(racing);
            Race.Listener counted = done -> listener.ran(done, atMost);
            if (race) {
                Race.Result result = Race.run(
                        new Race.Settings(
                                racing.size(),
                                deadlineSeconds,
                                scenario.search().confidence(),
                                scenario.search().errorRate(),
                                first,
                                most),
                        sampler,
                        counted);
                keep(racing, result.candidates());
                winner = result.winner().map(index -> racing.get(index).offer);
            } else {
                List<Race.Candidate> scored = Race.score(racing.size(), 1, deadlineSeconds, sampler, counted);
                keep(racing, scored);
                winner = scored.stream()
                        .filter(one -> one.probability().estimate() > 0)
                        .min(Comparator.comparingDouble(one -> one.meanCostUsd().orElse(Double.POSITIVE_INFINITY)))
                        .map(one -> racing.get(one.index()).offer);
            }
        }
        if (!compared.isEmpty()) {
            long before = ran;
            keep(
                    compared,
                    Race.score(
                            compared.size(),
                            first,
                            deadlineSeconds,
                            sampler(compared),
                            done -> listener.ran(before + done, atMost)));
        }
        return winner;
    }

    private void keep(List<Run> of, List<Race.Candidate> candidates) {
        for (Race.Candidate candidate : candidates) {
            of.get(candidate.index()).candidate = Optional.of(candidate);
            ran += candidate.samples().size();
        }
    }

    private Race.Sampler sampler(List<Run> of) {
        Streams streams = new Streams(scenario.seed());
        return (candidate, replication) -> {
            try {
                Replication run =
                        Replications.replication(of.get(candidate).setting.orElseThrow(), streams, replication);
                return Race.Sample.ended(run.timeSeconds(), run.costUsd());
            } catch (TrainingFailedException failed) {
                return Race.Sample.failed(Objects.requireNonNull(failed.getMessage()), Double.NaN);
            }
        };
    }

    /** Without a simulation: the cheapest feasible plan of functions by its closed form. */
    private Optional<Offer> cheapestByModel() {
        return outcomes.values().stream()
                .filter(Outcome::feasible)
                .map(outcome -> outcome.offer().orElseThrow())
                .filter(offer -> offer.kind() != Offer.Kind.MACHINES)
                .min(Comparator.comparing(Offer::priced, PricedPlan.CHEAPER));
    }

    private StrategyPlan strategyPlan(StrategyKind kind, Outcome outcome, Optional<Offer> best) {
        Optional<Run> run = outcome.offer().map(runs::get);
        Optional<Setting> setting = run.flatMap(known -> known.setting);
        return new StrategyPlan(
                kind,
                outcome,
                setting.map(Setting::scenario),
                setting.map(Setting::warnings).orElse(List.of()),
                run.flatMap(known -> score(known, best)),
                run.flatMap(known -> known.cannotRun));
    }

    private SelectedPlan selected(Offer offer) {
        Run run = Objects.requireNonNull(runs.get(offer));
        String by = Stream.concat(
                        outcomes.entrySet().stream()
                                .filter(entry -> entry.getValue().offer().equals(Optional.of(offer)))
                                .map(entry -> entry.getKey().id()),
                        Stream.of(SelectedPlan.CANDIDATES))
                .findFirst()
                .orElseThrow();
        return new SelectedPlan(
                by,
                run.setting.map(Setting::scenario),
                run.cannotRun,
                run.setting.map(Setting::warnings).orElse(List.of()),
                offer.priced(),
                score(run, Optional.of(offer)));
    }

    private Optional<SimulatedPlan> score(Run run, Optional<Offer> best) {
        return run.candidate.map(candidate -> {
            List<Race.Sample> ended = candidate.samples().stream()
                    .filter(sample -> sample.failure().isEmpty())
                    .toList();
            return new SimulatedPlan(
                    candidate.samples().size(),
                    statistics(
                            ended.stream().mapToDouble(Race.Sample::timeSeconds).toArray()),
                    statistics(ended.stream().mapToDouble(Race.Sample::costUsd).toArray()),
                    candidate.probability(),
                    candidate.probability().estimate() >= scenario.search().confidence(),
                    best.map(offer -> Objects.requireNonNull(runs.get(offer)))
                            .flatMap(of -> of.candidate)
                            .map(rival -> regret(candidate, rival))
                            .orElse(OptionalDouble.empty()),
                    candidate.samples().stream()
                            .flatMap(sample -> sample.failure().stream())
                            .findFirst(),
                    dropped(candidate.standing()));
        });
    }

    private static Optional<Statistics> statistics(double[] values) {
        return values.length == 0 ? Optional.empty() : Optional.of(Statistics.of(values));
    }

    /** The mean difference of cost over the replications in which both have ended. */
    private static OptionalDouble regret(Race.Candidate candidate, Race.Candidate best) {
        List<Race.Sample> own = candidate.samples();
        List<Race.Sample> rivals = best.samples();
        int[] both = IntStream.range(0, Math.min(own.size(), rivals.size()))
                .filter(each -> Double.isFinite(own.get(each).costUsd())
                        && Double.isFinite(rivals.get(each).costUsd()))
                .toArray();
        return both.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(PairedDifference.of(costs(own, both), costs(rivals, both))
                        .mean());
    }

    private static double[] costs(List<Race.Sample> samples, int[] replications) {
        return IntStream.of(replications)
                .mapToDouble(each -> samples.get(each).costUsd())
                .toArray();
    }

    private static Optional<String> dropped(Race.Standing standing) {
        if (standing instanceof Race.Misses) {
            return Optional.of("surely misses the deadline too often");
        }
        return standing instanceof Race.Racing ? Optional.empty() : Optional.of("a cheaper plan holds");
    }
}
