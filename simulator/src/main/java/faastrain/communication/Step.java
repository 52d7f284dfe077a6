package faastrain.communication;

/**
 * One thing that a worker does in a round's exchange. A function does one step at a time.
 */
public enum Step {
    /** Uploads a shard of its own gradients for the aggregator of that shard. */
    PUT_SHARD(Phase.UPLOAD, Action.WRITE),
    /** Spends the time of uploading the shard that it aggregates itself; no request (counting: paper). */
    PASS_OWN_SHARD(Phase.UPLOAD, Action.PASS),
    /** As aggregator: downloads another worker's shard. */
    GET_SHARD(Phase.AGGREGATE, Action.READ),
    /** As aggregator: downloads another worker's shard and deletes it (counting: implementation). */
    GET_AND_DELETE_SHARD(Phase.AGGREGATE, Action.READ),
    /** As aggregator: uploads the merged shard. */
    PUT_MERGED(Phase.AGGREGATE, Action.WRITE),
    /** Downloads a merged shard. */
    GET_MERGED(Phase.DOWNLOAD, Action.READ),
    /** Spends the time of downloading the shard that it merged itself; no request (counting: paper). */
    PASS_OWN_MERGED(Phase.DOWNLOAD, Action.PASS);

    /** What a step does to storage. */
    public enum Action {
        /** Makes an object; whoever waits for it may go on. */
        WRITE,
        /** Needs an object. */
        READ,
        /** Takes the time of a transfer, and nothing else. */
        PASS
    }

    /** The part of a round that a step belongs to, as FasDL's eqs. 1a to 1c divide it. */
    public enum Phase {
        UPLOAD,
        AGGREGATE,
        DOWNLOAD
    }

    private final Phase phase;
    private final Action action;

    Step(Phase phase, Action action) {
        this.phase = phase;
        this.action = action;
    }

    /** The part of the round. */
    public Phase phase() {
        return phase;
    }

    /** What it does to storage. */
    public Action action() {
        return action;
    }

    /** Whether the object is a merged one, whose round the protocol chooses. */
    public boolean isMerged() {
        return this == GET_MERGED || this == PASS_OWN_MERGED || this == PUT_MERGED;
    }
}
