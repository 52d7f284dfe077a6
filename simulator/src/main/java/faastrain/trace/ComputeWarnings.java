package faastrain.trace;

import faastrain.scenario.Quantity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;

/** What a run that takes its compute times from a trace says about them. */
public final class ComputeWarnings {
    /** Draws with replacement from fewer say little about how the times are spread. */
    private static final int FEW = 30;

    /** A distribution that gives the ratios with less probability than this does not fit. */
    private static final double UNLIKELY = 0.01;

    private static final double LEAST_SHOWN = 0.0001;

    private ComputeWarnings() {}

    /** When no model was named: that the trace's only one does not look like the workload's. */
    public static Optional<String> model(IterationCells cells, String workloadModel) {
        return IterationCells.beginsLike(cells.model(), workloadModel)
                ? Optional.empty()
                : Optional.of("the iterations of " + cells.model() + ", the only model of "
                        + cells.source().fileName() + ", are taken for those of " + workloadModel);
    }

    /**
     * Of iterations that are replayed: cells that the trace lacks, and cells that are too short for the run.
     *
     * @param memoryMb memory of the functions, MB
     * @param iterationsByRole for each role of a worker: how many computations of which batch it makes in the run
     * @param formulaSeconds FasDL eq. 4 by batch
     */
    public static List<String> replay(
            IterationCells cells,
            int memoryMb,
            List<? extends Map<Integer, Long>> iterationsByRole,
            IntToDoubleFunction formulaSeconds) {
        Set<Integer> batches = iterationsByRole.stream()
                .flatMap(role -> role.keySet().stream())
                .collect(Collectors.toSet());
        List<String> warnings = missing(cells, memoryMb, batches, formulaSeconds);
        Set<IterationCells.Cell> tooShort = new LinkedHashSet<>();
        for (Map<Integer, Long> role : iterationsByRole) {
            Map<IterationCells.Cell, Long> iterations = new LinkedHashMap<>();
            new TreeMap<>(role)
                    .forEach((batch, count) -> iterations.merge(cells.nearest(memoryMb, batch), count, Long::sum));
            iterations.forEach((cell, count) -> {
                if (count > cell.iterations()) {
                    tooShort.add(cell);
                }
            });
        }
        for (IterationCells.Cell cell : tooShort) {
            warnings.add("the run has more iterations than the trace: the trace's " + cell.iterations()
                    + " iterations of " + named(cells, cell) + " are replayed in order again and again");
        }
        return warnings;
    }

    /**
     * Of iterations that are drawn with replacement, in blocks or one by one: cells that the trace lacks, and cells with
     * few iterations.
     *
     * @param memoryMb memory of the functions, MB
     * @param batches those that the run uses
     * @param formulaSeconds FasDL eq. 4 by batch
     */
    public static List<String> bootstrap(
            IterationCells cells, int memoryMb, Collection<Integer> batches, IntToDoubleFunction formulaSeconds) {
        List<String> warnings = missing(cells, memoryMb, batches, formulaSeconds);
        new TreeSet<>(batches)
                .stream()
                        .map(batch -> cells.nearest(memoryMb, batch))
                        .distinct()
                        .filter(cell -> cell.iterations() < FEW)
                        .forEach(cell -> warnings.add("only " + cell.iterations() + " iterations of "
                                + named(cells, cell) + " are in the trace: draws from fewer than " + FEW
                                + " show little of how much they vary"));
        return warnings;
    }

    /** Of a fitted distribution: which one, its parameters, and how well it fits. */
    public static String fitted(ResidualFit fit) {
        ResidualFit.Candidate chosen = fit.chosen();
        String others = fit.candidates().stream()
                .skip(1)
                .map(other -> other.family().title() + " " + shown(other.logLikelihood(), 6))
                .collect(Collectors.joining(", "));
        return "computation varies by a factor of mean 1 from the likeliest of three distributions fitted to "
                + fit.ratios() + " ratios of time to mean of the cell: "
                + chosen.family().title() + ", "
                + chosen.family().shapeName() + " " + shown(chosen.shape(), 4) + " and "
                + chosen.family().scaleName() + " " + shown(chosen.scale(), 4) + " (log-likelihood "
                + shown(chosen.logLikelihood(), 6) + "; " + others + "); Kolmogorov-Smirnov distance "
                + shown(fit.distance(), 3) + ", p "
                + (fit.pValue() < LEAST_SHOWN ? "< " + Quantity.plain(LEAST_SHOWN) : "= " + shown(fit.pValue(), 2))
                + ", which is optimistic because the parameters come from the same ratios"
                + (fit.pValue() < UNLIKELY
                        ? ": it does not fit; bootstrap draws from the measured iterations themselves"
                        : "");
    }

    private static List<String> missing(
            IterationCells cells, int memoryMb, Collection<Integer> batches, IntToDoubleFunction formulaSeconds) {
        List<String> warnings = new ArrayList<>();
        for (int batch : new TreeSet<>(batches)) {
            if (cells.cell(memoryMb, batch).isEmpty()) {
                IterationCells.Cell nearest = cells.nearest(memoryMb, batch);
                warnings.add("the trace has no iterations of " + cells.model() + " with batch " + batch + " at "
                        + memoryMb
                        + " MB: they take the formula's mean of " + shown(formulaSeconds.applyAsDouble(batch), 4)
                        + " s and the ratios of the nearest cell, batch " + nearest.batch() + " at "
                        + nearest.memoryMb() + " MB");
            }
        }
        return warnings;
    }

    private static String named(IterationCells cells, IterationCells.Cell cell) {
        return cells.model() + " with batch " + cell.batch() + " at " + cell.memoryMb() + " MB";
    }

    private static String shown(double value, int digits) {
        return Quantity.plain(Digits.round(value, digits));
    }
}
