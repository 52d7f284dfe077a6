package faastrain.random;

import faastrain.event.ComputeTimes;
import faastrain.trace.IterationCells;
import java.util.ArrayList;
import java.util.List;

/**
 * Compute times of one replication that follow a trace of measured iterations. A worker's memory and batch that were
 * measured, a cell of the trace, take that cell's times as they are; others take the formula's seconds (FasDL eq. 4) times
 * the ratios of time to mean of the nearest cell.
 *
 * <p>Each worker goes through a cell by itself, in the order of its own computations, and draws from a stream of its own,
 * so that nobody's times depend on another worker. After the first computation of each batch nothing is allocated. An
 * object belongs to one replication and one thread; the trace is shared.
 */
public final class TracedComputeTimes implements ComputeTimes {
    private final IterationCells cells;
    private final int memoryMb;
    private final int workers;
    private final Order order;

    /** A run has few batches: of aggregators, of the others, and of both in the last iteration of an epoch. */
    private final List<KnownBatch> batches = new ArrayList<>();

    private final List<Series> series = new ArrayList<>();

    private TracedComputeTimes(IterationCells cells, int memoryMb, int workers, Order order) {
        this.cells = cells;
        this.memoryMb = memoryMb;
        this.workers = workers;
        this.order = order;
    }

    /** Which iteration of a cell comes next for a worker. */
    private interface Order {
        int next(Series series, int worker);
    }

    /** What a batch takes: the times of a cell, or the formula's with the ratios of one. */
    private record KnownBatch(int batch, boolean measured, Series series) {}

    /** A cell and where each worker stands in it. */
    private static final class Series {
        private final IterationCells.Cell cell;
        private final int[] next;
        private final int[] leftInBlock;

        /** Whether a replay has begun anew for any worker. */
        private boolean wrapped;

        Series(IterationCells.Cell cell, int workers) {
            this.cell = cell;
            this.next = new int[workers];
            this.leftInBlock = new int[workers];
        }
    }

    /**
     * The iterations of a cell in their order, from the first for every worker, and again from the first after the last.
     *
     * @param memoryMb memory quota of the functions, MB
     * @param workers how many workers there are
     */
    public static TracedComputeTimes replay(IterationCells cells, int memoryMb, int workers) {
        return new TracedComputeTimes(cells, memoryMb, workers, (series, worker) -> {
            if (series.next[worker] == series.cell.iterations()) {
                series.next[worker] = 0;
                series.wrapped = true;
            }
            return series.next[worker]++;
        });
    }

    /**
     * Draws from a cell's iterations with replacement, each equally likely (Efron, Annals of Statistics 7, 1979).
     *
     * @param memoryMb memory quota of the functions, MB
     * @param workers how many workers there are
     * @param replication counted from 0
     */
    public static TracedComputeTimes bootstrap(
            IterationCells cells, int memoryMb, int workers, Streams streams, int replication) {
        WorkerStreams uniforms = new WorkerStreams(Purpose.COMPUTE, workers, streams, replication);
        return new TracedComputeTimes(
                cells,
                memoryMb,
                workers,
                (series, worker) -> index(uniforms.of(worker).nextDouble(), series.cell.iterations()));
    }

    /**
     * Draws blocks of consecutive iterations of a cell with replacement, each block that lies within the cell equally
     * likely (moving-block bootstrap: Künsch, Annals of Statistics 17, 1989), which keeps the autocorrelation inside
     * blocks. As always with moving blocks, iterations nearer than a block's length to an end of the cell are drawn less
     * often.
     *
     * @param length iterations of a block; a cell that has fewer is one block
     * @param memoryMb memory quota of the functions, MB
     * @param workers how many workers there are
     * @param replication counted from 0
     * @throws IllegalArgumentException when the length is below 1
     */
    public static TracedComputeTimes blockBootstrap(
            int length, IterationCells cells, int memoryMb, int workers, Streams streams, int replication) {
        if (length < 1) {
            throw new IllegalArgumentException("a block has at least 1 iteration, not " + length);
        }
        WorkerStreams uniforms = new WorkerStreams(Purpose.COMPUTE, workers, streams, replication);
        return new TracedComputeTimes(cells, memoryMb, workers, (series, worker) -> {
            if (series.leftInBlock[worker] == 0) {
                int block = Math.min(length, series.cell.iterations());
                series.leftInBlock[worker] = block;
                series.next[worker] = index(uniforms.of(worker).nextDouble(), series.cell.iterations() - block + 1);
            }
            series.leftInBlock[worker]--;
            return series.next[worker]++;
        });
    }

    /**
     * The formula's seconds times draws from a distribution of mean 1 that was fitted to a trace.
     *
     * @param workers how many workers there are
     * @param replication counted from 0
     */
    public static ComputeTimes fitted(Residual residual, int workers, Streams streams, int replication) {
        WorkerStreams uniforms = new WorkerStreams(Purpose.COMPUTE, workers, streams, replication);
        return (worker, batch, formulaSeconds) -> formulaSeconds * residual.draw(uniforms.of(worker));
    }

    private static int index(double uniform, int choices) {
        return (int) (uniform * choices);
    }

    @Override
    public double seconds(int worker, int batch, double formulaSeconds) {
        KnownBatch known = known(batch);
        int iteration = order.next(known.series, worker);
        return known.measured
                ? known.series.cell.seconds(iteration)
                : formulaSeconds * known.series.cell.ratio(iteration);
    }

    /** Whether a replay has come to the end of a cell and begun it anew, for any worker; no other source ends. */
    public boolean wrapped() {
        return series.stream().anyMatch(each -> each.wrapped);
    }

    private KnownBatch known(int batch) {
        for (int i = 0; i < batches.size(); i++) {
            if (batches.get(i).batch == batch) {
                return batches.get(i);
            }
        }
        IterationCells.Cell cell = cells.nearest(memoryMb, batch);
        boolean measured = cell.memoryMb() == memoryMb && cell.batch() == batch;
        KnownBatch known = new KnownBatch(batch, measured, seriesOf(cell));
        batches.add(known);
        return known;
    }

    /** Two batches may share a nearest cell; a worker then goes on in it. */
    private Series seriesOf(IterationCells.Cell cell) {
        for (Series each : series) {
            if (each.cell == cell) {
                return each;
            }
        }
        Series made = new Series(cell, workers);
        series.add(made);
        return made;
    }
}
