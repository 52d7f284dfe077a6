package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.model.Job;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;

/** Keeps what a run tells, with copies of the phases. */
final class Recorder implements RunListener {
    /** Relative difference that a law allows. */
    private static final double TOLERANCE = 1e-9;

    /** What was told of an iteration. */
    record Iteration(int epoch, long number, double start, double end, double compute) {
        double seconds() {
            return end - start;
        }
    }

    /** What was told of a function. */
    record Life(int round, int worker, double start, double end, PhaseSeconds phases) {
        double seconds() {
            return end - start;
        }
    }

    final List<Iteration> iterations = new ArrayList<>();
    final List<Life> lives = new ArrayList<>();
    double end;

    @Override
    public void iterationEnded(int epoch, long iteration, double start, double end, double compute) {
        iterations.add(new Iteration(epoch, iteration, start, end, compute));
    }

    @Override
    public void functionEnded(int round, int worker, double start, double end, PhaseSeconds phases) {
        lives.add(new Life(round, worker, start, end, phases.copy()));
        this.end = Math.max(this.end, end);
    }

    /** The function of a worker in the first round of functions. */
    Life life(int worker) {
        return lives.stream()
                .filter(life -> life.round() == 1 && life.worker() == worker)
                .findFirst()
                .orElseThrow();
    }

    /** Seconds that a worker spent on a phase in the first round of functions. */
    double seconds(int worker, Phase phase) {
        return life(worker).phases().get(phase);
    }

    /** Asserts that all iterations of a job were told of, and that each took so many seconds. */
    void assertEachIterationTakes(double seconds, Job job) {
        assertThat(iterations)
                .hasSize((int) job.schedule().iterations() * job.epochs())
                .allSatisfy(iteration -> assertThat(iteration.seconds()).isCloseTo(seconds, relative(seconds, end)));
    }

    /** 1e−9 of a value, and never less than the last digits of the clock that it was read from. */
    static Offset<Double> relative(double value, double clock) {
        return within(TOLERANCE * Math.abs(value) + 1e-13 * clock + 1e-300);
    }
}
