package faastrain.event;

import faastrain.random.Purpose;
import faastrain.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import umontreal.ssj.rng.RandomStream;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * Customers who come to a queue or to a link as a Poisson process of rate 1/s, each with work of its own, in a replication
 * with its own random numbers: what queueing theory calls M/G/c and M/G/1-PS. Both streams are those of the program.
 */
public final class OpenStation {
    /** Work as a function of a random number above 0 and below 1. */
    public interface Work extends DoubleUnaryOperator {}

    /** Somebody who comes and goes. */
    final class Customer {
        private final double workSeconds;
        private final double arrived = simulator.time();
        private double left = Double.NaN;

        private Customer(double workSeconds) {
            this.workSeconds = workSeconds;
            customers.add(this);
        }

        private void leave() {
            left = simulator.time();
        }

        /** Its work, s of a server or of the whole link. */
        double workSeconds() {
            return workSeconds;
        }

        /** From its arrival to its departure, s. */
        double sojournSeconds() {
            return left - arrived;
        }

        /** How long it waited in a queue, s. */
        double waitSeconds() {
            return sojournSeconds() - workSeconds;
        }
    }

    private final Simulator simulator = new Simulator(new FourAryHeap());
    private final List<Customer> customers = new ArrayList<>();
    private final RandomStream arrivals;
    private final RandomStream works;
    private final Work work;

    private OpenStation(Streams streams, int replication, Work work) {
        this.arrivals = streams.stream(Purpose.TRANSFER, 0, replication);
        this.works = streams.stream(Purpose.COMPUTE, 0, replication);
        this.work = work;
    }

    /** Work with an exponential distribution. */
    public static Work exponential(double mean) {
        return uniform -> -mean * Math.log1p(-uniform);
    }

    /** Work with one exponential distribution of two, the first with the given probability. */
    public static Work hyperexponential(double probability, double mean, double otherMean) {
        return uniform -> uniform < probability
                ? exponential(mean).applyAsDouble(uniform / probability)
                : exponential(otherMean).applyAsDouble((uniform - probability) / (1 - probability));
    }

    /** Customers of a first-come-first-served queue, empty at the start, in the order in which they arrive. */
    static List<Customer> queue(Streams streams, int replication, int servers, Work work, int count) {
        OpenStation station = new OpenStation(streams, replication, work);
        ServiceQueue queue = new ServiceQueue(station.simulator, servers);
        station.receive(count, seconds -> station.serve(queue, seconds));
        station.simulator.start();
        return station.customers;
    }

    /** Customers of a link of which all that are in it have equal parts, empty at the start, in the order of arrivals. */
    static List<Customer> link(Streams streams, int replication, Work work, int count) {
        OpenStation station = new OpenStation(streams, replication, work);
        double capacity = 8;
        SharedLink link = new SharedLink(station.simulator, capacity);
        station.receive(count, seconds -> {
            Customer customer = station.new Customer(seconds);
            link.start(
                    new SharedLink.Flow() {
                        @Override
                        protected void flowEnded() {
                            customer.leave();
                        }
                    },
                    capacity * seconds,
                    Double.POSITIVE_INFINITY);
        });
        station.simulator.start();
        return station.customers;
    }

    /**
     * The mean number of customers in a queue of one server with exponential work, from a start in equilibrium: then the
     * number is geometric, and what is left of the work in service is exponential again, so that nothing is biased.
     *
     * @param load the mean work, s, which is the utilisation ρ as one customer comes a second
     * @param seconds how long the queue is looked at
     */
    public static double meanNumber(Streams streams, int replication, double load, double seconds) {
        OpenStation station = new OpenStation(streams, replication, exponential(load));
        ServiceQueue queue = new ServiceQueue(station.simulator, 1);
        station.fill(queue, load);
        station.receive(Integer.MAX_VALUE, work -> station.serve(queue, work));
        double[] mean = new double[1];
        Scripted.at(station.simulator, seconds, () -> {
            mean[0] = (queue.busySeconds() + queue.waitingSeconds()) / seconds;
            station.simulator.stop();
        });
        station.simulator.start();
        return mean[0];
    }

    /**
     * How long a customer is in a queue of one server with exponential work that is in equilibrium: the one who arrives
     * after so many others. It is exponential with the rate 1/load − 1.
     */
    public static double sojournSeconds(Streams streams, int replication, double load, int others) {
        OpenStation station = new OpenStation(streams, replication, exponential(load));
        ServiceQueue queue = new ServiceQueue(station.simulator, 1);
        int present = station.fill(queue, load);
        station.receive(others + 1, work -> station.serve(queue, work));
        station.simulator.start();
        return station.customers.get(present + others).sojournSeconds();
    }

    /** Puts as many customers into a queue as there are in equilibrium, and returns how many these are. */
    private int fill(ServiceQueue queue, double load) {
        int present = (int) (Math.log(works.nextDouble()) / Math.log(load));
        for (int i = 0; i < present; i++) {
            serve(queue, work.applyAsDouble(works.nextDouble()));
        }
        return present;
    }

    private void serve(ServiceQueue queue, double seconds) {
        Customer customer = new Customer(seconds);
        queue.request(
                new ServiceQueue.Service(simulator) {
                    @Override
                    protected void served() {
                        customer.leave();
                    }
                },
                seconds);
    }

    private interface Door {
        void enter(double workSeconds);
    }

    /** Has so many customers come, one after the other. */
    private void receive(int count, Door door) {
        DoubleUnaryOperator gap = exponential(1);
        new Event(simulator) {
            private int come;

            @Override
            public void actions() {
                door.enter(work.applyAsDouble(works.nextDouble()));
                come++;
                if (come < count) {
                    schedule(gap.applyAsDouble(arrivals.nextDouble()));
                }
            }
        }.schedule(gap.applyAsDouble(arrivals.nextDouble()));
    }
}
