package faastrain.protocol;

import faastrain.scenario.ProtocolKind;

/** Says which merged parameters a worker needs before it goes on. */
public interface Protocol {
    /**
     * The round whose merged parameters a worker downloads at the end of a round.
     *
     * @param aggregator whether the worker aggregates
     * @param round the round that it ends, counted from 1 over the whole training
     * @return that round, or 0 when it downloads nothing
     */
    long mergedRound(boolean aggregator, long round);

    /**
     * The protocol of that name.
     *
     * @throws IllegalArgumentException for ssp, in which nobody needs the merged parameters of a certain round
     */
    static Protocol of(ProtocolKind kind) {
        return switch (kind) {
            case BSP -> new Bsp();
            case HAP -> new Hap();
            case SSP -> throw new IllegalArgumentException("ssp has no round of merged parameters");
            case ASP -> new Asp();
        };
    }
}
