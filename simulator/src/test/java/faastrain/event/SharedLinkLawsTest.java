package faastrain.event;

import static faastrain.event.Scripted.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.event.MaxMinReference.Arrival;
import faastrain.event.SharedLink.Flow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import umontreal.ssj.simevents.Simulator;

/** What holds of a shared link whatever passes through it. */
class SharedLinkLawsTest {
    private static final double PRECISION = 1e-9;

    private final Simulator simulator = new Simulator(new FourAryHeap());

    @Property(tries = 400)
    void flowsOfFewCapsEndWhenProgressiveFillingSays(
            @ForAll("fewCaps") List<Arrival> arrivals, @ForAll("capacities") double capacity) {
        assertEndsAsTheReference(arrivals, capacity);
    }

    @Property(tries = 400)
    void flowsOfCapsThatAllDifferEndWhenProgressiveFillingSays(
            @ForAll("manyCaps") List<Arrival> arrivals, @ForAll("capacities") double capacity) {
        assertEndsAsTheReference(arrivals, capacity);
    }

    @Property(tries = 400)
    void flowsOfCapsThatHardlyDifferEndWhenProgressiveFillingSays(
            @ForAll("closeCaps") List<Arrival> arrivals, @ForAll("capacities") double capacity) {
        assertEndsAsTheReference(arrivals, capacity);
    }

    @Property(tries = 5)
    void longRunsEndWhenProgressiveFillingSays(
            @ForAll("manyArrivals") List<Arrival> arrivals, @ForAll @DoubleRange(min = 20, max = 200) double capacity) {
        assertEndsAsTheReference(arrivals, capacity);
    }

    @Property(tries = 300)
    void ratesAreMaxMinFairAtEveryInstant(
            @ForAll("manyCaps") List<Arrival> arrivals, @ForAll("capacities") double capacity) {
        SharedLink link = new SharedLink(simulator, capacity);
        List<Transfer> transfers = play(link, arrivals);
        for (int sample = 0; sample < 40; sample++) {
            boolean givesUp = sample % 3 == 2;
            at(simulator, 0.0005 + 0.73 * sample, () -> {
                if (givesUp) {
                    transfers.stream().filter(Transfer::isMoving).findFirst().ifPresent(transfer -> {
                        link.cancel(transfer);
                        transfer.started = false;
                    });
                }
                assertMaxMinFair(link, transfers, capacity);
            });
        }
        simulator.start();
    }

    @Property(tries = 100)
    void whatHasMovedAndWhatIsLeftAddUpToWhatWasStarted(
            @ForAll("fewCaps") List<Arrival> arrivals, @ForAll("capacities") double capacity) {
        SharedLink link = new SharedLink(simulator, capacity);
        List<Transfer> transfers = play(link, arrivals);
        for (double at = 0; at < 30; at += 1.37) {
            at(simulator, at, () -> {
                double started = 0;
                double left = 0;
                for (Transfer transfer : transfers) {
                    started += transfer.isStarted() ? transfer.arrival.mib() : 0;
                    left += transfer.isMoving() ? link.leftMib(transfer) : 0;
                }
                assertThat(link.movedMib()).isCloseTo(started - left, within(PRECISION * (1 + started)));
            });
        }
        simulator.start();
        double all = arrivals.stream().mapToDouble(Arrival::mib).sum();
        assertThat(link.movedMib()).isCloseTo(all, within(PRECISION * all));
        assertThat(link.flows()).isZero();
    }

    @Property(tries = 300)
    void aFlowGivenUpLeavesTheOthersAsIfItHadBeenJustAsLargeAsWhatItMoved(
            @ForAll("manyCaps") List<Arrival> arrivals,
            @ForAll("capacities") double capacity,
            @ForAll @DoubleRange(min = 0, max = 1) double when) {
        double[] ends = ends(new SharedLink(simulator, capacity), arrivals);
        double given = arrivals.get(0).at() + when * (ends[0] - arrivals.get(0).at());

        SharedLink link = new SharedLink(simulator, capacity);
        double[] moved = new double[1];
        simulator.init();
        List<Transfer> transfers = play(link, arrivals);
        at(simulator, given, () -> {
            if (transfers.get(0).isMoving()) {
                moved[0] = arrivals.get(0).mib() - link.leftMib(transfers.get(0));
                link.cancel(transfers.get(0));
            }
        });
        simulator.start();
        assertThat(link.flows()).isZero();
        if (transfers.get(0).end >= 0) {
            return;
        }
        List<Arrival> smaller = new ArrayList<>(arrivals);
        smaller.set(
                0, new Arrival(arrivals.get(0).at(), moved[0], arrivals.get(0).cap()));
        double[] expected = MaxMinReference.ends(capacity, smaller);
        for (int i = 1; i < expected.length; i++) {
            assertThat(transfers.get(i).end).isCloseTo(expected[i], within(1e-7));
        }
    }

    @Property(tries = 200)
    void whereNothingIsSharedEveryFlowEndsAtExactlyStartPlusSizeOverCap(@ForAll("manyCaps") List<Arrival> arrivals) {
        double[] ends = ends(new SharedLink(simulator, Double.POSITIVE_INFINITY), arrivals);
        for (int i = 0; i < ends.length; i++) {
            Arrival arrival = arrivals.get(i);
            assertThat(ends[i]).isEqualTo(arrival.at() + arrival.mib() / arrival.cap());
        }
    }

    @Property(tries = 200)
    void equalFlowsStartedTogetherEndTogether(
            @ForAll @DoubleRange(min = 0, max = 1e5) double start,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double mib,
            @ForAll @DoubleRange(min = 1, max = 100) double cap,
            @ForAll @DoubleRange(min = 1, max = 1000) double capacity) {
        int n = 200;
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            arrivals.add(new Arrival(start, mib, cap));
        }
        double[] ends = ends(new SharedLink(simulator, capacity), arrivals);
        double expected = start + mib / Math.min(cap, capacity / n);
        assertThat(ends[0]).isCloseTo(expected, within(1e-12 * expected));
        assertThat(Arrays.stream(ends).distinct()).hasSize(1);
    }

    private void assertEndsAsTheReference(List<Arrival> arrivals, double capacity) {
        double[] ends = ends(new SharedLink(simulator, capacity), arrivals);
        double[] expected = MaxMinReference.ends(capacity, arrivals);
        for (int i = 0; i < ends.length; i++) {
            assertThat(ends[i]).isCloseTo(expected[i], within(PRECISION * expected[i]));
        }
    }

    private static void assertMaxMinFair(SharedLink link, List<Transfer> transfers, double capacity) {
        double rates = 0;
        double caps = 0;
        double highest = 0;
        for (Transfer transfer : transfers) {
            if (transfer.isMoving()) {
                double rate = link.rateMibPerSecond(transfer);
                assertThat(rate).isPositive().isLessThanOrEqualTo(transfer.arrival.cap() * (1 + PRECISION));
                rates += rate;
                caps += transfer.arrival.cap();
                highest = Math.max(highest, rate);
            }
        }
        // The whole capacity, unless nobody could use more.
        assertThat(rates).isCloseTo(Math.min(capacity, caps), within(PRECISION * capacity));
        for (Transfer transfer : transfers) {
            if (transfer.isMoving() && link.rateMibPerSecond(transfer) < transfer.arrival.cap() * (1 - PRECISION)) {
                assertThat(link.rateMibPerSecond(transfer)).isCloseTo(highest, within(PRECISION * highest));
            }
        }
    }

    @Provide
    Arbitrary<List<Arrival>> fewCaps() {
        return arrivals(Arbitraries.of(3.0, 10.0, 80.0));
    }

    @Provide
    Arbitrary<List<Arrival>> manyCaps() {
        return arrivals(Arbitraries.doubles().between(1, 100).ofScale(9));
    }

    @Provide
    Arbitrary<List<Arrival>> closeCaps() {
        return arrivals(Arbitraries.integers().between(0, 1000).map(i -> 10 * (1 + i * 1e-15)));
    }

    @Provide
    Arbitrary<Double> capacities() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(1, 2000).ofScale(6), Arbitraries.of(3.0, 10.0, 20.0, 30.0, 160.0, 800.0));
    }

    private static Arbitrary<List<Arrival>> arrivals(Arbitrary<Double> caps) {
        // Half of the times and sizes are round, so that things happen at one instant often.
        Arbitrary<Double> times = Arbitraries.oneOf(
                Arbitraries.doubles().between(0, 20).ofScale(9),
                Arbitraries.integers().between(0, 10).map(i -> (double) i));
        Arbitrary<Double> sizes = Arbitraries.oneOf(
                Arbitraries.doubles().between(0.001, 100).ofScale(9), Arbitraries.of(0.0, 1.0, 10.0, 100.0));
        return Combinators.combine(times, sizes, caps)
                .as(Arrival::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Arrival>> manyArrivals() {
        Arbitrary<Double> times = Arbitraries.doubles().between(0, 1000).ofScale(9);
        Arbitrary<Double> sizes = Arbitraries.doubles().between(0.001, 300).ofScale(9);
        Arbitrary<Double> caps = Arbitraries.doubles().between(1, 100).ofScale(9);
        return Combinators.combine(times, sizes, caps).as(Arrival::new).list().ofSize(600);
    }

    private double[] ends(SharedLink link, List<Arrival> arrivals) {
        simulator.init();
        List<Transfer> transfers = play(link, arrivals);
        simulator.start();
        return transfers.stream().mapToDouble(transfer -> transfer.end).toArray();
    }

    private List<Transfer> play(SharedLink link, List<Arrival> arrivals) {
        List<Transfer> transfers = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            Transfer transfer = new Transfer(arrival);
            transfers.add(transfer);
            at(simulator, arrival.at(), () -> {
                transfer.started = true;
                link.start(transfer, arrival.mib(), arrival.cap());
            });
        }
        return transfers;
    }

    private final class Transfer extends Flow {
        private final Arrival arrival;
        private boolean started;
        private double end = -1;

        Transfer(Arrival arrival) {
            this.arrival = arrival;
        }

        boolean isStarted() {
            return started;
        }

        boolean isMoving() {
            return started && end < 0;
        }

        @Override
        protected void flowEnded() {
            assertThat(end).isNegative();
            end = simulator.time();
        }
    }
}
