package faastrain.communication;

/**
 * One thing that a worker does in a round's exchange. A worker does one step at a time.
 */
public enum Step {
    /** Uploads a shard of its own gradients for the aggregator of that shard. */
    PUT_SHARD(Phase.UPLOAD, Action.WRITE, Discovery.NONE, Deletion.NONE, false),
    /** Spends the time of uploading the shard that it aggregates itself; no request (counting: paper). */
    PASS_OWN_SHARD(Phase.UPLOAD, Action.PASS, Discovery.NONE, Deletion.NONE, false),
    /** As aggregator: downloads a worker's shard. */
    GET_SHARD(Phase.AGGREGATE, Action.READ, Discovery.LISTED, Deletion.NONE, false),
    /** As aggregator: downloads a worker's shard and deletes it (counting: implementation). */
    GET_AND_DELETE_SHARD(Phase.AGGREGATE, Action.READ, Discovery.LISTED, Deletion.EACH, false),
    /** As aggregator: downloads a worker's shard; those that it found together are deleted together (LambdaML's reduce). */
    GET_SHARD_DELETE_TOGETHER(Phase.AGGREGATE, Action.READ, Discovery.LISTED, Deletion.TOGETHER, false),
    /** As aggregator: uploads the merged shard. */
    PUT_MERGED(Phase.AGGREGATE, Action.WRITE, Discovery.NONE, Deletion.NONE, true),
    /** As aggregator: looks for merged objects of rounds that are over and deletes them (LambdaML's reduce). */
    DELETE_EXPIRED(Phase.AGGREGATE, Action.CLEAN, Discovery.LISTED, Deletion.TOGETHER, true),
    /** Downloads a merged shard that a listing showed. */
    GET_MERGED(Phase.DOWNLOAD, Action.READ, Discovery.LISTED, Deletion.NONE, true),
    /** Downloads the merged object by its key, asking for it until it is there (LambdaML's reduce). */
    GET_MERGED_BY_KEY(Phase.DOWNLOAD, Action.READ, Discovery.BY_KEY, Deletion.NONE, true),
    /** Spends the time of downloading the shard that it merged itself; no request (counting: paper). */
    PASS_OWN_MERGED(Phase.DOWNLOAD, Action.PASS, Discovery.NONE, Deletion.NONE, true),
    /** Downloads the global model, whatever its version (LambdaML's async). */
    GET_GLOBAL(Phase.DOWNLOAD, Action.READ, Discovery.BY_KEY, Deletion.NONE, true),
    /** Overwrites the global model (LambdaML's async). */
    PUT_GLOBAL(Phase.UPLOAD, Action.WRITE, Discovery.NONE, Deletion.NONE, true),
    /** Sends a part of its gradients to a parameter server. */
    PUSH(Phase.UPLOAD, Action.WRITE, Discovery.NONE, Deletion.NONE, false),
    /** Receives a part of the model from a parameter server, once all have pushed theirs. */
    PULL(Phase.DOWNLOAD, Action.READ, Discovery.NONE, Deletion.NONE, false),
    /** Asks a parameter server whether the updates of the round before are complete (LambdaML's hybrid: can_pull). */
    CAN_PULL(Phase.DOWNLOAD, Action.CHECK, Discovery.NONE, Deletion.NONE, false),
    /** Asks a parameter server whether all have pulled the model of this round (LambdaML's hybrid: can_push). */
    CAN_PUSH(Phase.UPLOAD, Action.CHECK, Discovery.NONE, Deletion.NONE, false),
    /** Asks a parameter server whether this round's updates are complete (LambdaML's hybrid: the can_pull that ends a round). */
    IS_UPDATED(Phase.DOWNLOAD, Action.CHECK, Discovery.NONE, Deletion.NONE, false),
    /** Sends a chunk to the next worker of a ring, adding it up. */
    SEND_TO_MERGE(Phase.AGGREGATE, Action.WRITE, Discovery.NONE, Deletion.NONE, false),
    /** Needs the chunk that the worker before it sends to be added up. */
    RECEIVE_TO_MERGE(Phase.AGGREGATE, Action.AWAIT, Discovery.NONE, Deletion.NONE, false),
    /** Sends a merged chunk to the next worker of a ring. */
    SEND_MERGED(Phase.DOWNLOAD, Action.WRITE, Discovery.NONE, Deletion.NONE, false),
    /** Needs the merged chunk that the worker before it sends. */
    RECEIVE_MERGED(Phase.DOWNLOAD, Action.AWAIT, Discovery.NONE, Deletion.NONE, false);

    /** What a step does. */
    public enum Action {
        /** Makes an object; whoever waits for it may go on. */
        WRITE,
        /** Needs an object and moves it. */
        READ,
        /** Needs an object that somebody else moves here. */
        AWAIT,
        /** Asks until an object is complete and moves nothing. */
        CHECK,
        /** Lists what is old and deletes it. */
        CLEAN,
        /** Takes the time of a transfer, and nothing else. */
        PASS
    }

    /** How a reader that polls learns of an object. */
    public enum Discovery {
        /** It need not: the step reads nothing, or nobody polls for it. */
        NONE,
        /** It lists the bucket and reads what it finds, again and again without a pause. */
        LISTED,
        /** It asks for the object itself and sleeps when it is not there. */
        BY_KEY
    }

    /** What a reader deletes. */
    public enum Deletion {
        /** Nothing. */
        NONE,
        /** Each object after it has been read. */
        EACH,
        /** The objects that one listing showed, after all of them have been read. */
        TOGETHER
    }

    /** The part of a round that a step belongs to, as FasDL's eqs. 1a to 1c divide it. */
    public enum Phase {
        UPLOAD,
        AGGREGATE,
        DOWNLOAD
    }

    private final Phase phase;
    private final Action action;
    private final Discovery discovery;
    private final Deletion deletion;
    private final boolean merged;

    Step(Phase phase, Action action, Discovery discovery, Deletion deletion, boolean merged) {
        this.phase = phase;
        this.action = action;
        this.discovery = discovery;
        this.deletion = deletion;
        this.merged = merged;
    }

    /** The part of the round. */
    public Phase phase() {
        return phase;
    }

    /** What it does. */
    public Action action() {
        return action;
    }

    /** How a reader that polls learns of the object. */
    public Discovery discovery() {
        return discovery;
    }

    /** What a reader deletes. */
    public Deletion deletion() {
        return deletion;
    }

    /** Whether the object is a merged one, which lies in a bucket of its own. */
    public boolean isMerged() {
        return merged;
    }

    /** Whether the protocol chooses the round whose object is needed. */
    public boolean asksProtocol() {
        return this == GET_MERGED || this == GET_MERGED_BY_KEY || this == PASS_OWN_MERGED;
    }

    /** Whether the object moves towards storage, and not from it. */
    public boolean isUpward() {
        return action == Action.WRITE || this == PASS_OWN_SHARD;
    }
}
