package faastrain.experiment;

import faastrain.random.Residual;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import faastrain.trace.IterationCells;
import faastrain.trace.IterationTimes;
import faastrain.trace.ResidualFit;
import java.util.Optional;

/** The measured iterations of a scenario's model, and what is fitted to them: made once, whatever the plan. */
final class Iterations {
    private final Lazy<IterationCells> cells;
    private final Lazy<ResidualFit> fit = new Lazy<>(this::fitted);
    private final Lazy<Residual> residual = new Lazy<>(this::drawn);

    /**
     * Nothing yet but the trace.
     *
     * @param model the model of the trace that {@code compute.model} names, if it names one
     * @param workloadModel the name of the workload's model
     * @param place where {@code compute.model} stands
     */
    Iterations(IterationTimes trace, Optional<String> model, String workloadModel, Place place) {
        this.cells = new Lazy<>(() -> IterationCells.of(trace, model, workloadModel, place, "compute.model"));
    }

    private ResidualFit fitted() {
        return ResidualFit.of(cells());
    }

    private Residual drawn() {
        return Residual.of(fit());
    }

    /**
     * The iterations by memory and batch.
     *
     * @throws InvalidInputException when it is open which model of the trace is meant
     */
    IterationCells cells() {
        return cells.get();
    }

    /**
     * The distributions that fit how iterations vary.
     *
     * @throws InvalidInputException when there are too few iterations, or they do not vary
     */
    ResidualFit fit() {
        return fit.get();
    }

    /** Draws of the likeliest of them; fails as {@link #fit} does. */
    Residual residual() {
        return residual.get();
    }
}
