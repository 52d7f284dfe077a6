package faastrain.communication;

/**
 * LambdaML's hybrid parameter server as its Thrift and gRPC clients call it, five calls a worker and iteration:
 * can_pull and pull_model before the computation, can_push, push_grad and once more can_pull after it. Nobody may pull
 * before all have pushed the round before, and nobody may push before all have called for the model, which counts when the
 * call comes: two barriers. The server adds a
 * push to its model at once, so that the barriers alone keep the rounds apart. It answers yes when the pushes or pulls are
 * exactly as many as the round before, or this one, makes; they are never more, so that "at least" means the same.
 *
 * <p>LambdaML has one server. With several the model is cut into one part for each; a worker makes the calls with each
 * server, beginning with that of its own number, and computes when it has pulled all parts.
 */
public final class HybridParameterServer implements Pattern {
    private final int workers;
    private final int servers;

    /**
     * The exchange among {@code workers} workers and {@code servers} servers.
     *
     * @throws IllegalArgumentException unless there is at least one of each
     */
    public HybridParameterServer(int workers, int servers) {
        if (workers < 1 || servers < 1) {
            throw new IllegalArgumentException(
                    "at least one worker and one server are needed: " + workers + ", " + servers);
        }
        this.workers = workers;
        this.servers = servers;
    }

    @Override
    public int parts() {
        return servers;
    }

    /** The pushed gradients of each server, and who has pulled from each. */
    @Override
    public int objects() {
        return 2 * servers;
    }

    @Override
    public int contributors(int object) {
        return workers;
    }

    @Override
    public int steps(int worker) {
        return 5 * servers;
    }

    @Override
    public int stepsBeforeCompute() {
        return 2 * servers;
    }

    @Override
    public Step step(int worker, int index) {
        if (index < 2 * servers) {
            return index % 2 == 0 ? Step.CAN_PULL : Step.PULL;
        }
        if (index < 4 * servers) {
            return index % 2 == 0 ? Step.CAN_PUSH : Step.PUSH;
        }
        return Step.IS_UPDATED;
    }

    @Override
    public int object(int worker, int index) {
        return step(worker, index) == Step.CAN_PUSH ? pulled(server(worker, index)) : server(worker, index);
    }

    /** What is pulled was pushed in the round before. */
    @Override
    public int version(int worker, int index) {
        return index < 2 * servers ? 0 : 1;
    }

    @Override
    public int counted(int worker, int index) {
        return step(worker, index) == Step.PULL ? pulled(server(worker, index)) : -1;
    }

    @Override
    public int server(int worker, int index) {
        int turn = index < 4 * servers ? index / 2 : index;
        return (worker + turn) % servers;
    }

    private int pulled(int server) {
        return servers + server;
    }

    @Override
    public int part(int object) {
        return object % servers;
    }

    @Override
    public String key(int object, long round) {
        return object < servers ? "server" + object + "/w.b" : "server" + (object - servers) + "/pull_count";
    }
}
