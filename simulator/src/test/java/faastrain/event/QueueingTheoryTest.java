package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.event.OpenStation.Customer;
import faastrain.event.OpenStation.Work;
import faastrain.random.Streams;
import faastrain.result.Statistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The queue and the link have the means that queueing theory knows. Customers come at the rate λ = 1/s with the mean work E[S],
 * so that ρ = λE[S]/c. Each mean is over independent replications, of whose customers the first and the last are left out, as
 * they meet a station that was empty, or will be.
 *
 * <p>A mean may be four standard errors away from what is expected: with the fixed seeds here none is further; by chance a
 * mean were with a probability of less than 1 in 1,000 (Student's t of 29 degrees of freedom: 0.04 %). That the errors are
 * small is asserted too.
 */
class QueueingTheoryTest {
    private static final int REPLICATIONS = 30;
    private static final int CUSTOMERS = 10_000;
    private static final int LEFT_OUT = 500;
    private static final int ALL = LEFT_OUT + CUSTOMERS + LEFT_OUT;

    /** The mean work, s, in all of these but that of several servers; E[S²] is 0.36, 0.72 and 0.36 · 6.5. */
    private static final double LOAD = 0.6;

    static Stream<Arguments> works() {
        return Stream.of(
                Arguments.of("deterministic", (Work) uniform -> LOAD, LOAD * LOAD),
                Arguments.of("exponential", OpenStation.exponential(LOAD), 2 * LOAD * LOAD),
                // 0.9 · 0.5 + 0.1 · 5.5 = 1 and 2(0.9 · 0.5² + 0.1 · 5.5²) = 6.5 times the mean and its square.
                Arguments.of(
                        "hyperexponential",
                        OpenStation.hyperexponential(0.9, 0.5 * LOAD, 5.5 * LOAD),
                        6.5 * LOAD * LOAD));
    }

    private interface Station {
        List<Customer> customers(Streams streams, int replication);
    }

    /** The mean of a quantity of the customers in each replication. */
    private static double[] means(Station station, ToDoubleFunction<Customer> quantity) {
        Streams streams = new Streams(20240923);
        return IntStream.range(0, REPLICATIONS)
                .parallel()
                .mapToDouble(replication -> station.customers(streams, replication).stream()
                        .skip(LEFT_OUT)
                        .limit(CUSTOMERS)
                        .mapToDouble(quantity)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private static void assertMean(double[] values, double expected, double relativeError) {
        Statistics statistics = Statistics.of(values);
        double error = statistics.standardDeviation().orElseThrow() / Math.sqrt(values.length);
        assertThat(error).as("standard error").isLessThan(relativeError * expected);
        assertThat(statistics.mean()).as("mean").isBetween(expected - 4 * error, expected + 4 * error);
    }

    /** E[W] = λE[S²]/(2(1 − ρ)): Pollaczek and Khinchine; Kleinrock, "Queueing Systems", vol. I, section 5.5. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void beforeOneServerCustomersWaitAsPollaczekAndKhinchineSay(String name, Work work, double secondMoment) {
        assertMean(
                means(
                        (streams, replication) -> OpenStation.queue(streams, replication, 1, work, ALL),
                        Customer::waitSeconds),
                secondMoment / (2 * (1 - LOAD)),
                0.025);
    }

    /** E[N] = ρ/(1 − ρ) and E[T] = E[S]/(1 − ρ) in M/M/1: Kleinrock, "Queueing Systems", vol. I, section 3.2. */
    @Test
    void anExponentialServerHasTheNumberAndTheSojournOfKleinrocksBirthAndDeath() {
        Streams streams = new Streams(1);
        double[] numbers = IntStream.range(0, REPLICATIONS)
                .parallel()
                .mapToDouble(replication -> OpenStation.meanNumber(streams, replication, LOAD, CUSTOMERS))
                .toArray();
        assertMean(numbers, LOAD / (1 - LOAD), 0.01);
        assertMean(
                means(
                        (each, replication) ->
                                OpenStation.queue(each, replication, 1, OpenStation.exponential(LOAD), ALL),
                        Customer::sojournSeconds),
                LOAD / (1 - LOAD),
                0.01);
    }

    /**
     * Erlang's C formula, the share of customers who wait before c servers: with a = λE[S] = cρ it is
     * (aᶜ/c!)/(1 − ρ) over the same plus Σ aᵏ/k! for k < c; who waits does so for E[S]/(c(1 − ρ)) on average (Kleinrock,
     * "Queueing Systems", vol. I, section 3.5; Harchol-Balter, "Performance Modeling and Design of Computer Systems", section
     * 14.3).
     */
    @Test
    void beforeThreeServersCustomersWaitAsErlangSays() {
        double work = 2.25;
        double load = work / 3;
        double waiting = Math.pow(work, 3) / 6 / (1 - load);
        double erlangC = waiting / (1 + work + work * work / 2 + waiting);
        Station station = (streams, replication) ->
                OpenStation.queue(streams, replication, 3, OpenStation.exponential(work), ALL);
        assertMean(means(station, customer -> customer.waitSeconds() > 1e-9 ? 1 : 0), erlangC, 0.01);
        assertMean(means(station, Customer::waitSeconds), erlangC * work / (3 * (1 - load)), 0.025);
    }

    /**
     * E[T] = E[S]/(1 − ρ) in M/G/1-PS, whatever the distribution: Kleinrock, "Queueing Systems", vol. II, section 4.4;
     * Harchol-Balter, "Performance Modeling and Design of Computer Systems", section 30.1.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("works")
    void onALinkOnlyTheMeanOfTheSizesCounts(String name, Work work, double secondMoment) {
        assertMean(
                means(
                        (streams, replication) -> OpenStation.link(streams, replication, work, ALL),
                        Customer::sojournSeconds),
                LOAD / (1 - LOAD),
                0.015);
    }

    /** E[T | S = x] = x/(1 − ρ) in M/G/1-PS: small flows and large ones are slowed down by the same factor. */
    @Test
    void onALinkSmallFlowsAndLargeOnesAreSlowedDownAlike() {
        Work work = OpenStation.hyperexponential(0.9, 0.5 * LOAD, 5.5 * LOAD);
        Streams streams = new Streams(2);
        List<List<Customer>> replications = IntStream.range(0, REPLICATIONS)
                .parallel()
                .mapToObj(replication -> OpenStation.link(streams, replication, work, ALL))
                .toList();
        double[] bounds = {0, 0.25 * LOAD, LOAD, 4 * LOAD, Double.POSITIVE_INFINITY};
        for (int bin = 0; bin < bounds.length - 1; bin++) {
            double least = bounds[bin];
            double most = bounds[bin + 1];
            double[] slowdowns = replications.stream()
                    .mapToDouble(customers -> customers.subList(LEFT_OUT, LEFT_OUT + CUSTOMERS).stream()
                            .filter(customer -> customer.workSeconds() >= least && customer.workSeconds() < most)
                            .mapToDouble(customer -> customer.sojournSeconds() / customer.workSeconds())
                            .average()
                            .orElseThrow())
                    .toArray();
            assertMean(slowdowns, 1 / (1 - LOAD), 0.015);
        }
    }
}
