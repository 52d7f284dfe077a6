package faastrain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.scenario.LastBatch;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** After which iterations workers exchange what they have learnt. */
class RoundsTest {
    /** A global batch of 2·10 + 3·20 = 80. */
    private static final Plan PLAN = new Plan(5, 1000, 2, 10, 20);

    /** Seven iterations an epoch, the last with 41 samples: 6 each for the aggregators, 10, 10 and 9 for the others. */
    private static final Schedule SEVEN = Schedule.of(6 * 80 + 41, PLAN, LastBatch.SHORT);

    @Test
    void modelsAreAveragedEveryThreeBatchesAndAtTheEndOfEachEpoch() {
        // Iterations 0 to 2, 3 to 5, 6; 7 to 9, 10 to 12, 13.
        Rounds rounds = Rounds.of(Algorithm.maSgd(3), SEVEN, 2);
        assertThat(rounds.rounds()).isEqualTo(6);
        assertThat(rounds.perEpoch()).isEqualTo(3);
        assertThat(over(rounds, rounds::first)).containsExactly(0L, 3L, 6L, 7L, 10L, 13L);
        assertThat(over(rounds, rounds::end)).containsExactly(3L, 6L, 7L, 10L, 13L, 14L);
        assertThat(over(rounds, rounds::epoch)).containsExactly(1L, 1L, 1L, 2L, 2L, 2L);
        assertThat(over(rounds, rounds::inEpoch)).containsExactly(1L, 2L, 3L, 1L, 2L, 3L);
        assertThat(over(rounds, round -> rounds.samples(0, round))).containsExactly(30L, 30L, 6L, 30L, 30L, 6L);
        assertThat(over(rounds, round -> rounds.samples(4, round))).containsExactly(60L, 60L, 9L, 60L, 60L, 9L);
    }

    @Test
    void admmExchangesEveryTwoEpochsAndAtTheEnd() {
        // Epochs 1 and 2, 3 and 4, 5.
        Rounds rounds = Rounds.of(Algorithm.admm(2), SEVEN, 5);
        assertThat(over(rounds, rounds::end)).containsExactly(14L, 28L, 35L);
        assertThat(over(rounds, rounds::epoch)).containsExactly(2L, 4L, 5L);
        assertThat(over(rounds, rounds::inEpoch)).containsExactly(1L, 1L, 1L);
        assertThat(over(rounds, round -> rounds.samples(0, round)))
                .containsExactly(2 * (60L + 6), 2 * (60L + 6), 60L + 6);
        assertThat(rounds.perEpoch()).isCloseTo(3.0 / 5, within(1e-15));
    }

    @Test
    void moreLocalEpochsOrBatchesThanThereAreMakeOneRoundOfThemAll() {
        assertThat(Rounds.of(Algorithm.admm(9), SEVEN, 3).rounds()).isEqualTo(1);
        assertThat(Rounds.of(Algorithm.admm(9), SEVEN, 3).end(1)).isEqualTo(21);
        assertThat(Rounds.of(Algorithm.maSgd(1000), SEVEN, 3).rounds()).isEqualTo(3);
    }

    @Property(tries = 400)
    void roundsPartitionTheIterationsOfATraining(@ForAll("rounds") Rounds rounds) {
        long next = 0;
        for (long round = 1; round <= rounds.rounds(); round++) {
            assertThat(rounds.first(round)).isEqualTo(next);
            assertThat(rounds.end(round)).isGreaterThan(next);
            for (; next < rounds.end(round); next++) {
                assertThat(rounds.roundOf(next)).isEqualTo(round);
            }
        }
        assertThat(next).isEqualTo(rounds.iterations());
    }

    @Property(tries = 400)
    void theSamplesOfARoundAreThoseOfItsWorkers(@ForAll("rounds") Rounds rounds) {
        int workers = rounds.schedule().plan().workers();
        for (long round = 1; round <= rounds.rounds(); round++) {
            long of = round;
            assertThat(rounds.samples(round))
                    .isEqualTo(IntStream.range(0, workers)
                            .mapToLong(worker -> rounds.samples(worker, of))
                            .sum());
        }
    }

    @Property(tries = 400)
    void theSamplesOfAWorkersRoundsAddUpToThePlans(@ForAll("rounds") Rounds rounds) {
        Schedule schedule = rounds.schedule();
        Plan plan = schedule.plan();
        long all = 0;
        for (int each = 0; each < plan.workers(); each++) {
            int worker = each;
            long trained = over(rounds, round -> rounds.samples(worker, round)).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            long rest = schedule.lastSamples() > 0 ? schedule.lastBatch(worker) : 0;
            assertThat(trained).isEqualTo(rounds.epochs() * (schedule.fullIterations() * plan.batch(worker) + rest));
            all += trained;
        }
        assertThat(all).isEqualTo(rounds.epochs() * schedule.samplesPerEpoch());
    }

    @Property(tries = 400)
    void roundsAreNumberedAmongThoseThatEndInTheirEpoch(@ForAll("rounds") Rounds rounds) {
        long iterations = rounds.schedule().iterations();
        int epoch = 0;
        long inEpoch = 0;
        for (long round = 1; round <= rounds.rounds(); round++) {
            // The epoch of its last iteration, which is before the round's end and not before that less an epoch's.
            assertThat(rounds.end(round))
                    .isBetween((rounds.epoch(round) - 1) * iterations + 1, rounds.epoch(round) * iterations);
            inEpoch = rounds.epoch(round) == epoch ? inEpoch + 1 : 1;
            epoch = rounds.epoch(round);
            assertThat(rounds.inEpoch(round)).isEqualTo(inEpoch);
        }
        assertThat(epoch).isEqualTo(rounds.epochs());
    }

    @Property(tries = 200)
    void modelAveragingHasFullRoundsAndAnExchangeAtEachEpochsEnd(
            @ForAll("schedules") Schedule schedule,
            @ForAll @IntRange(min = 1, max = 12) int batches,
            @ForAll @IntRange(min = 1, max = 4) int epochs) {
        Rounds rounds = Rounds.of(Algorithm.maSgd(batches), schedule, epochs);
        for (int epoch = 1; epoch <= epochs; epoch++) {
            long last = epoch * schedule.iterations();
            assertThat(rounds.end(rounds.roundOf(last - 1))).isEqualTo(last);
        }
        for (long round = 1; round <= rounds.rounds(); round++) {
            long length = rounds.end(round) - rounds.first(round);
            if (rounds.end(round) % schedule.iterations() == 0) {
                assertThat(length).isBetween(1L, (long) batches);
            } else {
                assertThat(length).isEqualTo(batches);
            }
        }
        assertThat(rounds.rounds()).isEqualTo(epochs * ((schedule.iterations() + batches - 1) / batches));
    }

    @Property(tries = 200)
    void admmHasRoundsOfSoManyEpochsTheLastPerhapsOfFewer(
            @ForAll("schedules") Schedule schedule,
            @ForAll @IntRange(min = 1, max = 6) int local,
            @ForAll @IntRange(min = 1, max = 9) int epochs) {
        Rounds rounds = Rounds.of(Algorithm.admm(local), schedule, epochs);
        assertThat(rounds.rounds()).isEqualTo((epochs + local - 1) / local);
        for (long round = 1; round <= rounds.rounds(); round++) {
            assertThat(rounds.end(round)).isEqualTo(Math.min(round * local, epochs) * schedule.iterations());
        }
    }

    @Property(tries = 100)
    void averagingModelsEveryBatchIsAveragingGradientsInRoundsAndEveryEpochAsAdmmDoes(
            @ForAll("schedules") Schedule schedule, @ForAll @IntRange(min = 1, max = 4) int epochs) {
        assertThat(Rounds.of(Algorithm.maSgd(1), schedule, epochs))
                .isEqualTo(Rounds.of(Algorithm.GA_SGD, schedule, epochs));
        assertThat(Rounds.of(Algorithm.maSgd(schedule.iterations()), schedule, epochs))
                .isEqualTo(Rounds.of(Algorithm.admm(1), schedule, epochs));
    }

    private static List<Long> over(Rounds rounds, java.util.function.LongUnaryOperator what) {
        return LongStream.rangeClosed(1, rounds.rounds()).map(what).boxed().toList();
    }

    @Provide
    Arbitrary<Schedule> schedules() {
        Arbitrary<Integer> few = Arbitraries.integers().between(1, 6);
        return Combinators.combine(
                        few, few, few, few, Arbitraries.integers().between(1, 200), Arbitraries.of(LastBatch.values()))
                .as((workers, aggregators, batch, other, samples, last) -> {
                    Plan plan = new Plan(workers, 1000, Math.min(workers, aggregators), batch, other);
                    return Schedule.of(Math.max(samples, plan.globalBatch()), plan, last);
                });
    }

    @Provide
    Arbitrary<Rounds> rounds() {
        Arbitrary<Algorithm> algorithms = Arbitraries.oneOf(
                Arbitraries.just(Algorithm.GA_SGD),
                Arbitraries.longs().between(1, 20).map(Algorithm::maSgd),
                Arbitraries.integers().between(1, 5).map(Algorithm::admm));
        return Combinators.combine(
                        algorithms, schedules(), Arbitraries.integers().between(1, 5))
                .as(Rounds::of);
    }
}
