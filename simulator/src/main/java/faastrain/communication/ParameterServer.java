package faastrain.communication;

/**
 * A synchronous parameter server: every worker pushes its gradients, and once all have, pulls the model (λDNN, section
 * 3; with several servers Angel's sharded parameter server). The model is cut into one part for each server. A worker
 * talks to one server at a time and begins with that of its own number, so that the servers are busy alike.
 *
 * <p>A server is taken to keep the pushes of each round apart: a worker that has pulled may push for the next round
 * while another has yet to pull this one's model.
 *
 * <p>A round makes W·P pushes and W·P pulls. One worker alone still talks to its server, which holds the model.
 */
public final class ParameterServer implements Pattern {
    private final int workers;
    private final int servers;

    /**
     * The exchange among {@code workers} workers and {@code servers} servers.
     *
     * @throws IllegalArgumentException unless there is at least one of each
     */
    public ParameterServer(int workers, int servers) {
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

    @Override
    public int objects() {
        return servers;
    }

    @Override
    public int contributors(int object) {
        return workers;
    }

    @Override
    public int steps(int worker) {
        return 2 * servers;
    }

    @Override
    public Step step(int worker, int index) {
        return index < servers ? Step.PUSH : Step.PULL;
    }

    @Override
    public int object(int worker, int index) {
        return (worker + index) % servers;
    }

    @Override
    public int server(int worker, int index) {
        return object(worker, index);
    }

    @Override
    public int part(int object) {
        return object % servers;
    }

    @Override
    public String key(int object, long round) {
        return "server" + object + "/model";
    }
}
