package faastrain.experiment;

import faastrain.result.Probability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Finds the cheapest candidate that meets a deadline with a wanted probability, P(T ≤ deadline) ≥ p, without running all
 * candidates equally often. Candidates race under common random numbers, in the manner of Maron and Moore ("Hoeffding
 * races", NIPS 1993): all run a few replications, and only those that may still win run more. They are looked at after
 * as many replications as {@link Settings#looks()} says, and then each may leave the race in one of three ways.
 *
 * <ul>
 *   <li>It {@linkplain Misses misses} the deadline too often: the upper bound of its probability (Clopper-Pearson) is
 *       below p.
 *   <li>It is {@linkplain Beaten beaten}: a rival is surely cheaper, as the lower bound of the paired difference of
 *       cost (Student's t over the replications that both ran) is above 0, and the lower bound of the rival's own
 *       probability is at least p.
 *   <li>It is {@linkplain SetAside set aside}: a rival is surely cheaper and the rival's share of met deadlines is at
 *       least p so far. It rests while that holds, and comes back when the rival's share falls below p.
 * </ul>
 *
 * <p>Of costs that are the same in every replication that of the lower index counts as the cheaper. Only a rival that is
 * in the race itself, neither dropped nor set aside, lets others leave it. The race ends when each candidate that is
 * left in it has run most replications, a last one too, so that its probability is known as well as was asked for. The
 * winner is of these the one of lowest mean cost whose share is at least p.
 *
 * <p><b>Why setting aside.</b> With few replications no test can tell that a rival meets a deadline with p = 0.99, or at
 * least as often as another does: ten of ten met leave room for a true probability of 0.74 at an error of 5 %. What ten
 * pairs can tell is that a candidate costs more. Such a candidate can win only when the cheaper one is found to miss, so
 * it need not run before. Nothing is decided by letting it rest, and the only error that this can make is one of the
 * test of cost.
 *
 * <p><b>Error rate.</b> The best candidate is the one of lowest expected cost, and of these of lowest index, among those
 * with a true probability of at least p. With n candidates and K looks every test has the level alpha / (nK). The
 * probability is at most alpha that the best one is dropped (missing or beaten) or is set aside behind a rival that is
 * not cheaper. Namely, each look can wrong it in n ways. (1) Its own upper bound is below p though its probability is
 * not. (2) For each of the n − 1 rivals: when the rival is not cheaper, the test of cost has to err. When it is, the
 * rival's true probability is below p, because else the rival were the best; setting aside behind it is then no error,
 * and for dropping the rival's lower bound has to err. Which of both it is depends on the true values and not on
 * chance, so that each rival and look can err by one level only (an intersection-union test). What is tested at a look
 * depends only on the candidates' first replications and not on who left when, thus nK levels are the sum over all that
 * could be tested (Bonferroni), in whatever order candidates come back.
 *
 * <p>Two things are outside of this rate. Clopper-Pearson is exact, but Student's t takes differences of cost as nearly
 * normal: what is rare and dear must be frequent enough to occur in the first replications, and a difference that was
 * constant so far is held to be constant. And the winner is chosen by its share, so that a cheaper rival with a true
 * probability slightly below p may win before the best, as it may when all run: {@link Candidate#probability()} tells
 * how well its probability is known.
 *
 * <p>Runs go in parallel. They are told apart only by candidate and replication, so that the result depends neither on
 * threads nor on the order in which runs end.
 */
public final class Race {
    /** Runs candidates. Safe for threads, and deterministic: the same arguments give the same sample. */
    @FunctionalInterface
    public interface Sampler {
        /**
         * One run.
         *
         * @param candidate index of the candidate, from 0
         * @param replication index of the replication, from 0; the same for all candidates means the same chance
         */
        Sample run(int candidate, int replication);
    }

    /** Hears how far a race is, as for a progress bar. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Called after every run from whichever thread ran it, so it must be safe for threads; each number comes once,
         * but under several threads not always in order.
         *
         * @param runs how many runs are done so far, from 1; at most {@link Settings#mostRuns()}
         */
        void runsDone(int runs);
    }

    /**
     * What one run gave.
     *
     * @param timeSeconds how long the training took, at least 0; infinite when it failed
     * @param costUsd what it cost; NaN when it failed and nobody knows
     * @param failure why it failed, if it did
     */
    public record Sample(double timeSeconds, double costUsd, Optional<String> failure) {
        /** @throws IllegalArgumentException when time or cost is not what a run that ended, or failed, can have */
        public Sample {
            if (!(timeSeconds >= 0) || failure.isPresent() == Double.isFinite(timeSeconds)) {
                throw new IllegalArgumentException(
                        "a run that ends has a finite time and a failed one an infinite," + " not " + timeSeconds + " s"
                                + failure.map(why -> " for: " + why).orElse(""));
            }
            if (Double.isInfinite(costUsd) || (failure.isEmpty() && Double.isNaN(costUsd))) {
                throw new IllegalArgumentException("a run has a finite cost, not " + costUsd);
            }
        }

        /** A run that ended. */
        public static Sample ended(double timeSeconds, double costUsd) {
            return new Sample(timeSeconds, costUsd, Optional.empty());
        }

        /**
         * A run that failed, and so misses every deadline.
         *
         * @param costUsd what it cost; NaN when nobody knows
         */
        public static Sample failed(String why, double costUsd) {
            return new Sample(Double.POSITIVE_INFINITY, costUsd, Optional.of(why));
        }

        private boolean meets(double deadlineSeconds) {
            return failure.isEmpty() && timeSeconds <= deadlineSeconds;
        }
    }

    /**
     * What is raced for.
     *
     * @param candidates how many there are, at least 1
     * @param deadlineSeconds when a training has to be over; infinite when it only must not fail
     * @param confidence the wanted probability p of meeting the deadline, above 0 and below 1
     * @param errorRate the total probability alpha of wronging the best candidate, above 0 and at most 0.5
     * @param firstReplications what all candidates run, at least 2
     * @param mostReplications what the winner runs, at least the first
     */
    public record Settings(
            int candidates,
            double deadlineSeconds,
            double confidence,
            double errorRate,
            int firstReplications,
            int mostReplications) {
        /** @throws IllegalArgumentException with everything that is wrong */
        public Settings {
            List<String> wrong = new ArrayList<>();
            if (candidates < 1) {
                wrong.add("a race needs at least one candidate");
            }
            if (!(deadlineSeconds > 0)) {
                wrong.add("the deadline must be above 0 s, not " + deadlineSeconds);
            }
            if (!(confidence > 0 && confidence < 1)) {
                wrong.add("the confidence must be above 0 and below 1, not " + confidence);
            }
            if (!(errorRate > 0 && errorRate <= 0.5)) {
                wrong.add("the error rate must be above 0 and at most 0.5, not " + errorRate);
            }
            if (firstReplications < 2) {
                wrong.add("the first replications must be at least 2, not " + firstReplications);
            }
            if (mostReplications < firstReplications) {
                wrong.add(String.format(
                        Locale.ROOT,
                        "the most replications must be at least the first %d, not %d",
                        firstReplications,
                        mostReplications));
            }
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", wrong));
            }
        }

        /** The replications after which a candidate is looked at: the first, doubled until the most. */
        public List<Integer> looks() {
            List<Integer> looks = new ArrayList<>();
            for (long look = firstReplications; look < mostReplications; look *= 2) {
                looks.add((int) look);
            }
            looks.add(mostReplications);
            return List.copyOf(looks);
        }

        /** The level of every single test: the error rate shared by all candidates at all looks. */
        public double level() {
            return errorRate / ((double) candidates * looks().size());
        }

        /** How many runs there are when nobody leaves the race. */
        public long mostRuns() {
            return (long) candidates * mostReplications;
        }
    }

    /** Where a candidate is at the end. Rounds count from 1. */
    public sealed interface Standing {}

    /** In the race to its end, with most replications. */
    public record Racing() implements Standing {}

    /**
     * Dropped: surely it does not meet the deadline often enough.
     *
     * @param round the round after which this was clear
     */
    public record Misses(int round) implements Standing {}

    /**
     * Dropped: surely a rival is cheaper and meets the deadline often enough.
     *
     * @param round the round after which this was clear
     * @param rival the rival's index
     */
    public record Beaten(int round, int rival) implements Standing {}

    /**
     * Not run any further: surely a rival is cheaper, and the rival's share of met deadlines was high enough to the end.
     *
     * @param round the round in which it ran last
     * @param rival the rival's index
     */
    public record SetAside(int round, int rival) implements Standing {}

    /**
     * What became of a candidate.
     *
     * @param index its index
     * @param samples its runs, by replication
     * @param probability how many of them met the deadline
     * @param standing where it is at the end
     */
    public record Candidate(int index, List<Sample> samples, Probability probability, Standing standing) {
        /** The mean cost of those of its runs of which the cost is known; absent when there is none. */
        public OptionalDouble meanCostUsd() {
            return mean(samples);
        }
    }

    /**
     * The end of a race.
     *
     * @param settings what was raced for
     * @param candidates all of them, by index
     * @param rounds how many rounds it took
     */
    public record Result(Settings settings, List<Candidate> candidates, int rounds) {
        /**
         * The index of the cheapest candidate, by mean cost, that ran most replications and met the deadline in a share
         * of them that is at least the confidence; of equal costs the lowest index, and empty when none did.
         */
        public Optional<Integer> winner() {
            return candidates.stream()
                    .filter(each -> each.standing() instanceof Racing
                            && each.probability().estimate() >= settings.confidence())
                    .min(Comparator.comparingDouble(each -> each.meanCostUsd().orElse(Double.POSITIVE_INFINITY)))
                    .map(Candidate::index);
        }

        /** How many runs there were. */
        public long runs() {
            return candidates.stream().mapToLong(each -> each.samples().size()).sum();
        }
    }

    private record Run(int candidate, int replication) {}

    /** A candidate on its way. */
    private static final class Entrant {
        private final int index;
        private final List<Sample> samples = new ArrayList<>();
        private Standing standing = new Racing();
        private int lastRound;

        private Entrant(int index) {
            this.index = index;
        }

        private int replications() {
            return samples.size();
        }

        private double meanCostUsd() {
            return mean(samples).orElse(Double.POSITIVE_INFINITY);
        }

        private boolean dropped() {
            return standing instanceof Misses || standing instanceof Beaten;
        }

        private double[] costsUsd(int look) {
            return samples.stream().limit(look).mapToDouble(Sample::costUsd).toArray();
        }
    }

    private final double deadlineSeconds;
    private final Sampler sampler;
    private final Listener listener;
    private final List<Entrant> entrants;
    private final AtomicInteger runs = new AtomicInteger();
    private int round;

    private Race(int candidates, double deadlineSeconds, Sampler sampler, Listener listener) {
        this.deadlineSeconds = deadlineSeconds;
        this.sampler = sampler;
        this.listener = listener;
        this.entrants = IntStream.range(0, candidates).mapToObj(Entrant::new).toList();
    }

    /** Races the candidates. */
    public static Result run(Settings settings, Sampler sampler, Listener listener) {
        Race race = new Race(settings.candidates(), settings.deadlineSeconds(), sampler, listener);
        List<Integer> looks = settings.looks();
        for (List<Run> due = race.due(looks); !due.isEmpty(); due = race.due(looks)) {
            race.run(due);
            race.judge(settings);
        }
        return new Result(settings, race.candidates(), race.round);
    }

    /**
     * Runs all candidates equally often, drops none and names no winner: for who wants to see how plans do and asks for
     * no confidence.
     *
     * @param candidates how many there are
     * @param replications how often each is run
     * @param deadlineSeconds what {@link Candidate#probability()} tells about; infinite when only failures miss it
     * @throws IllegalArgumentException unless there are candidates and replications
     */
    public static List<Candidate> score(
            int candidates, int replications, double deadlineSeconds, Sampler sampler, Listener listener) {
        if (candidates < 1 || replications < 1) {
            throw new IllegalArgumentException(
                    "there is nothing to score: " + candidates + " candidates, " + replications + " replications");
        }
        Race race = new Race(candidates, deadlineSeconds, sampler, listener);
        race.run(race.due(List.of(replications)));
        return race.candidates();
    }

    /** What those in the race run next: each up to the next look that it has not reached. */
    private List<Run> due(List<Integer> looks) {
        List<Run> due = new ArrayList<>();
        for (Entrant each : entrants) {
            if (each.standing instanceof Racing) {
                looks.stream()
                        .filter(look -> look > each.replications())
                        .findFirst()
                        .ifPresent(look -> IntStream.range(each.replications(), look)
                                .forEach(replication -> due.add(new Run(each.index, replication))));
            }
        }
        return due;
    }

    private void run(List<Run> due) {
        round++;
        List<Sample> samples = IntStream.range(0, due.size())
                .parallel()
                .mapToObj(each -> {
                    Run run = due.get(each);
                    Sample sample = sampler.run(run.candidate(), run.replication());
                    listener.runsDone(runs.incrementAndGet());
                    return sample;
                })
                .toList();
        for (int i = 0; i < due.size(); i++) {
            Entrant entrant = entrants.get(due.get(i).candidate());
            entrant.samples.add(samples.get(i));
            entrant.lastRound = round;
        }
    }

    /** Says of all that are not dropped where they stand now. */
    private void judge(Settings settings) {
        List<Entrant> left = new ArrayList<>();
        for (Entrant each : entrants) {
            if (each.dropped()) {
                continue;
            }
            if (probability(each).upperBound(settings.level()) < settings.confidence()) {
                each.standing = new Misses(round);
            } else {
                left.add(each);
            }
        }
        // Each is compared only with those before it, so that no two can put each other out of the race: who ran more
        // comes first, as means over other replications are no comparison, then the cheaper, then the lower index.
        left.sort(Comparator.comparingInt((Entrant each) -> -each.replications())
                .thenComparingDouble(Entrant::meanCostUsd)
                .thenComparingInt(each -> each.index));
        List<Entrant> rivals = new ArrayList<>();
        for (Entrant each : left) {
            each.standing = standing(each, rivals, settings);
            if (each.standing instanceof Racing && probability(each).estimate() >= settings.confidence()) {
                rivals.add(each);
            }
        }
    }

    private Standing standing(Entrant each, List<Entrant> rivals, Settings settings) {
        List<Entrant> cheaper = rivals.stream()
                .filter(rival -> surelyCheaper(rival, each, settings.level()))
                .toList();
        Optional<Standing> beaten = cheaper.stream()
                .filter(rival -> probability(rival).lowerBound(settings.level()) >= settings.confidence())
                .findFirst()
                .map(rival -> new Beaten(round, rival.index));
        return beaten.or(() -> cheaper.stream().findFirst().map(rival -> new SetAside(each.lastRound, rival.index)))
                .orElseGet(Racing::new);
    }

    /** Whether a rival surely costs less than another after it in order, or so far the same in every replication. */
    private static boolean surelyCheaper(Entrant rival, Entrant other, double level) {
        int look = Math.min(rival.replications(), other.replications());
        double[] costs = other.costsUsd(look);
        double[] rivalCosts = rival.costsUsd(look);
        if (!DoubleStream.concat(Arrays.stream(costs), Arrays.stream(rivalCosts))
                .allMatch(Double::isFinite)) {
            // To leave out what failed would compare other chances than those that are paid for.
            return false;
        }
        return Arrays.equals(costs, rivalCosts)
                || PairedDifference.of(costs, rivalCosts).lowerBound(level) > 0;
    }

    private Probability probability(Entrant entrant) {
        int met = (int) entrant.samples.stream()
                .filter(sample -> sample.meets(deadlineSeconds))
                .count();
        return new Probability(met, entrant.replications());
    }

    private List<Candidate> candidates() {
        return entrants.stream()
                .map(each -> new Candidate(each.index, List.copyOf(each.samples), probability(each), each.standing))
                .toList();
    }

    private static OptionalDouble mean(List<Sample> samples) {
        return samples.stream()
                .mapToDouble(Sample::costUsd)
                .filter(Double::isFinite)
                .average();
    }
}
