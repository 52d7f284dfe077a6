package faastrain.random;

import faastrain.event.Faults;
import faastrain.model.Recovery;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import umontreal.ssj.rng.MRG32k3aL;

/**
 * What fails in one replication: functions crash at a constant hazard or when they are told to, requests fail at random or
 * while the channel is down, a parameter server crashes. A worker draws from streams of its own, one number a function and
 * one a request.
 */
public final class FaultDraws implements Faults {
    /**
     * What can fail.
     *
     * @param crashRatePerSecond crashes per second of a function's running; 0 for none
     * @param crashWorker whose function crashes at {@code crashSeconds}, or when it next runs
     * @param crashSeconds on the clock of the run
     * @param serverCrashSeconds when the parameter server crashes, on the clock of the run
     * @param errorRate share of requests that fail, below 1
     * @param outageStartSeconds since when every request fails, on the clock of the run; those that have begun are answered
     * @param outageDurationSeconds how long
     * @param recovery what happens then
     */
    public record Settings(
            double crashRatePerSecond,
            OptionalInt crashWorker,
            OptionalDouble crashSeconds,
            OptionalDouble serverCrashSeconds,
            double errorRate,
            OptionalDouble outageStartSeconds,
            double outageDurationSeconds,
            Recovery recovery) {
        public Settings {
            if (!(crashRatePerSecond >= 0)
                    || !(errorRate >= 0 && errorRate < 1)
                    || crashWorker.isPresent() != crashSeconds.isPresent()) {
                throw new IllegalArgumentException(
                        "rates are at least 0, of requests below 1, and a worker that crashes"
                                + " has its time: " + crashRatePerSecond + ", " + errorRate + ", " + crashWorker + ", "
                                + crashSeconds);
            }
        }

        /** Whether anything can fail. */
        public boolean isAnything() {
            return crashRatePerSecond > 0
                    || crashWorker.isPresent()
                    || serverCrashSeconds.isPresent()
                    || errorRate > 0
                    || outageStartSeconds.isPresent();
        }
    }

    /** A part of the clock that is no more than its rounding. */
    private static final double CLOCK_ROUNDING = 1e-12;

    private final Settings settings;
    private final WorkerStreams crashStreams;
    private final WorkerStreams requestStreams;
    private boolean toldCrashIsOver;

    /**
     * The faults of one replication.
     *
     * @param workers how many there are
     * @param replication counted from 0
     */
    public FaultDraws(Settings settings, int workers, Streams streams, int replication) {
        this.settings = settings;
        this.crashStreams = new WorkerStreams(Purpose.FAULT, workers, streams, replication);
        this.requestStreams = new WorkerStreams(Purpose.REQUEST_FAULT, workers, streams, replication);
    }

    @Override
    public boolean possible() {
        return settings.isAnything();
    }

    @Override
    public double crashAfterSeconds(int worker, double now) {
        double after = Double.POSITIVE_INFINITY;
        if (settings.crashRatePerSecond() > 0) {
            MRG32k3aL stream = crashStreams.of(worker);
            after = -StrictMath.log(stream.nextDouble()) / settings.crashRatePerSecond();
        }
        boolean told = !toldCrashIsOver && settings.crashWorker().orElse(-1) == worker;
        return told ? Math.min(after, Math.max(0, settings.crashSeconds().orElseThrow() - now)) : after;
    }

    @Override
    public void crashed(int worker, double now) {
        // The sum of a clock and a delay may miss the time that was told by its last digits.
        if (settings.crashWorker().orElse(-1) == worker
                && now >= settings.crashSeconds().orElseThrow() * (1 - CLOCK_ROUNDING)) {
            toldCrashIsOver = true;
        }
    }

    @Override
    public boolean requestFails(int worker, double now) {
        boolean fails = settings.errorRate() > 0 && requestStreams.of(worker).nextDouble() < settings.errorRate();
        double since = now - settings.outageStartSeconds().orElse(Double.POSITIVE_INFINITY);
        return fails || (since >= 0 && since < settings.outageDurationSeconds());
    }

    @Override
    public double serverCrashSeconds() {
        return settings.serverCrashSeconds().orElse(Double.POSITIVE_INFINITY);
    }

    @Override
    public Recovery recovery() {
        return settings.recovery();
    }
}
