package faastrain.protocol;

import faastrain.scenario.ProtocolKind;

/** Says what of the others a worker needs before it goes on. Rounds are counted from 1 over the whole training. */
public interface Protocol {
    /**
     * The round whose merged parameters a worker downloads at the end of a round.
     *
     * @param aggregator whether the worker aggregates
     * @param round the round that it ends
     * @return that round or, where any later one will do as well, the earliest; 0 when it needs none
     */
    long mergedRound(boolean aggregator, long round);

    /**
     * The round that others must have done when a worker that is in {@code round} asks for what they have done: the
     * earliest that it is content with, 0 for none.
     */
    long othersRound(long round);

    /** Whether a reader takes all that is there, and not exactly what belongs to its round. */
    boolean takesLatest();

    /**
     * The protocol of that name.
     *
     * @param staleness rounds that a worker may be ahead of the slowest, under SSP
     */
    static Protocol of(ProtocolKind kind, int staleness) {
        return switch (kind) {
            case BSP -> new Bsp();
            case HAP -> new Hap();
            case SSP -> new Ssp(staleness);
            case ASP -> new Asp();
        };
    }
}
