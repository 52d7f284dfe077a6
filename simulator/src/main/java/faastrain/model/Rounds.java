package faastrain.model;

/**
 * The rounds of a training: after which iterations the workers exchange what they have learnt. Iterations are counted from
 * 0 and rounds from 1, both over the whole training.
 *
 * @param schedule the iterations of an epoch
 * @param epochs passes over the data
 * @param block iterations after which rounds begin anew: an epoch's, or those of the epochs between two exchanges
 * @param step iterations of a round, as long as the block lasts
 */
public record Rounds(Schedule schedule, int epochs, long block, long step) {

    /** The rounds that an algorithm makes. */
    public static Rounds of(Algorithm algorithm, Schedule schedule, int epochs) {
        long epoch = schedule.iterations();
        return switch (algorithm.kind()) {
            case GA_SGD -> new Rounds(schedule, epochs, epoch, 1);
            case MA_SGD -> new Rounds(schedule, epochs, epoch, Math.min(algorithm.localBatches(), epoch));
            case ADMM -> {
                long all = Math.min((long) algorithm.localEpochs(), epochs) * epoch;
                yield new Rounds(schedule, epochs, all, all);
            }
        };
    }

    /** Iterations of the training. */
    public long iterations() {
        return schedule.iterations() * epochs;
    }

    /** Rounds of the training. */
    public long rounds() {
        return roundOf(iterations() - 1);
    }

    /** Rounds of an epoch on average. */
    public double perEpoch() {
        return (double) rounds() / epochs;
    }

    /** The round that an iteration belongs to. */
    public long roundOf(long iteration) {
        return iteration / block * perBlock() + iteration % block / step + 1;
    }

    /** The first iteration of a round. */
    public long first(long round) {
        return (round - 1) / perBlock() * block + (round - 1) % perBlock() * step;
    }

    /** The first iteration that no longer belongs to a round. */
    public long end(long round) {
        long blockEnd = Math.min(((round - 1) / perBlock() + 1) * block, iterations());
        return Math.min(first(round) + step, blockEnd);
    }

    /** Samples that a worker trains in a round. */
    public long samples(int worker, long round) {
        long shorts = shorts(round);
        return (end(round) - first(round) - shorts) * schedule.plan().batch(worker)
                + (shorts > 0 ? shorts * schedule.lastBatch(worker) : 0);
    }

    /** Samples that all workers train in a round. */
    public long samples(long round) {
        long shorts = shorts(round);
        return (end(round) - first(round) - shorts) * schedule.plan().globalBatch() + shorts * schedule.lastSamples();
    }

    /** Short iterations of a round. */
    private long shorts(long round) {
        return schedule.lastSamples() > 0
                ? end(round) / schedule.iterations() - first(round) / schedule.iterations()
                : 0;
    }

    /** The epoch, counted from 1, in which a round ends. */
    public int epoch(long round) {
        return (int) ((end(round) - 1) / schedule.iterations() + 1);
    }

    /** The place of a round among those that end in its epoch, counted from 1. */
    public long inEpoch(long round) {
        long epochBegins = (epoch(round) - 1) * schedule.iterations();
        return epochBegins <= first(round) ? round - roundOf(epochBegins) + 1 : 1;
    }

    private long perBlock() {
        return (block + step - 1) / step;
    }
}
