package faastrain.model;

import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.Counting;
import faastrain.scenario.LastBatch;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;

/**
 * A training to be predicted or simulated.
 *
 * @param workload what is trained
 * @param plan with which resources
 * @param storeLink how fast a worker loads objects from the object store
 * @param prices what is billed
 * @param epochs passes over the data set, E
 * @param protocol when a worker may go on
 * @param counting whose account of the communication is followed
 * @param last what happens to an epoch's last samples
 * @param exchange how the workers exchange their parameters
 * @param lifecycle when the workers are started
 * @param algorithm how often they exchange what they have learnt
 * @param staleness rounds that a worker may be ahead of the slowest, under SSP
 */
public record Job(
        Workload workload,
        Plan plan,
        FunctionLink storeLink,
        Prices prices,
        int epochs,
        ProtocolKind protocol,
        Counting counting,
        LastBatch last,
        Exchange exchange,
        Lifecycle lifecycle,
        Algorithm algorithm,
        int staleness) {
    /** Bytes of a parameter of a model's size: float32. */
    private static final double BYTES_PER_PARAMETER = 4;

    public Job {
        if (epochs < 1) {
            throw new IllegalArgumentException("a job needs at least one epoch: " + epochs);
        }
        if (!(plan.memoryMb() + workload.compute().m() > 0)) {
            throw new IllegalArgumentException("FasDL eq. 4 needs M + m > 0: " + plan.memoryMb() + " + "
                    + workload.compute().m());
        }
    }

    /** A training that exchanges gradients every batch. */
    public Job(
            Workload workload,
            Plan plan,
            FunctionLink storeLink,
            Prices prices,
            int epochs,
            ProtocolKind protocol,
            Counting counting,
            LastBatch last,
            Exchange exchange,
            Lifecycle lifecycle) {
        this(
                workload,
                plan,
                storeLink,
                prices,
                epochs,
                protocol,
                counting,
                last,
                exchange,
                lifecycle,
                Algorithm.GA_SGD,
                0);
    }

    /** FasDL's training: K-Reduce over an object store without limits, a round of functions each epoch. */
    public Job(
            Workload workload,
            Plan plan,
            FunctionLink link,
            Prices prices,
            int epochs,
            ProtocolKind protocol,
            Counting counting,
            LastBatch last) {
        this(
                workload,
                plan,
                link,
                prices,
                epochs,
                protocol,
                counting,
                last,
                Exchange.ideal(link),
                Lifecycle.EACH_EPOCH);
    }

    /** The iterations of an epoch. */
    public Schedule schedule() {
        return Schedule.of(workload.samples(), plan, last);
    }

    /** How fast a worker that is alone moves objects of the exchange. */
    public FunctionLink link() {
        return exchange.channel().link();
    }

    /** After which iterations the workers exchange what they have learnt. */
    public Rounds rounds() {
        return Rounds.of(algorithm, schedule(), epochs);
    }

    /**
     * Rounds of functions that the trigger invokes: each of them loads, and trains an epoch, several, or all. Functions
     * that invoke themselves anew belong to the round of the first.
     */
    public int functionRounds() {
        return (epochs + epochsPerFunction() - 1) / epochsPerFunction();
    }

    /** Epochs of a round of functions; the last round may have fewer. */
    public int epochsPerFunction() {
        return switch (lifecycle.reinvocation()) {
            case EACH_EPOCH -> 1;
            case FIXED_EPOCHS -> Math.min(lifecycle.epochsPerFunction(), epochs);
            case NEVER, DEADLINE_MARGIN -> epochs;
        };
    }

    /** Size of a shard, S_s = S_m/K, MiB. */
    public double shardMib() {
        return workload.modelMib() / plan.aggregators();
    }

    /**
     * Size of what is exchanged, all parts together, MiB: the parameters as float32, or as the calls carry them. Under ADMM
     * LambdaML's code sends the duals with the model (its higgs/LR_ADMM_reduce), its equations do not count them.
     */
    public double exchangedMib() {
        boolean duals = algorithm.kind() == AlgorithmKind.ADMM && counting == Counting.IMPLEMENTATION;
        return (duals ? 2 : 1) * parametersMib();
    }

    private double parametersMib() {
        if (exchange.channel() instanceof Channel.Servers servers
                && servers.rpc().isPresent()) {
            return workload.modelMib() * servers.rpc().get().bytesPerParameter() / BYTES_PER_PARAMETER;
        }
        return workload.modelMib();
    }

    /** Whether there is anybody to exchange with: one function alone trains without, but for a parameter server's. */
    public boolean communicates() {
        return plan.workers() > 1 || exchange.pattern() == PatternKind.PARAMETER_SERVER;
    }

    /**
     * The objects that a worker loads when it starts, MiB each. In FasDL's paper it loads what eq. 5 says, as one
     * object; in FasDL's code the model and its own part of the data as two; in LambdaML and λDNN its own part of the
     * data, as the model comes with the exchange or is initialised by each.
     */
    public double[] loadsMib(int worker) {
        double share = workload.dataMib() * plan.batch(worker) / plan.globalBatch();
        if (!loadsModel()) {
            return share > 0 ? new double[] {share} : new double[0];
        }
        if (counting == Counting.PAPER) {
            return new double[] {
                workload.modelMib() + workload.dataMib() * plan.nonAggregatorBatch() / plan.globalBatch()
            };
        }
        return share > 0 ? new double[] {workload.modelMib(), share} : new double[] {workload.modelMib()};
    }

    /**
     * The objects that a function loads which goes on with what another one has left, MiB each: the model as it was saved,
     * and its part of the data.
     */
    public double[] reloadsMib(int worker) {
        if (loadsModel()) {
            return loadsMib(worker);
        }
        double[] data = loadsMib(worker);
        return data.length == 0 ? new double[] {workload.modelMib()} : new double[] {workload.modelMib(), data[0]};
    }

    /** Whether a worker loads the model too. */
    private boolean loadsModel() {
        return switch (exchange.pattern()) {
            case K_REDUCE -> true;
            case ALL_REDUCE, SCATTER_REDUCE -> counting == Counting.PAPER;
            case GLOBAL_MODEL, PARAMETER_SERVER, RING -> false;
        };
    }

    /** Seconds that the computation of a batch takes (FasDL eq. 4); none for no samples. */
    public double computeSeconds(double batch) {
        return batch > 0 ? workload.compute().iterationSeconds(batch, plan.memoryMb()) : 0;
    }

    /** Seconds that worker 0 computes in an epoch, its part of a last, short batch included: no aggregator has more. */
    public double computeSecondsPerEpoch() {
        Schedule schedule = schedule();
        double full = schedule.fullIterations() * computeSeconds(plan.aggregatorBatch());
        return schedule.lastSamples() > 0 ? full + computeSeconds(schedule.lastBatch(0)) : full;
    }

    /** Seconds to upload one shard. */
    public double shardUploadSeconds() {
        return link().upload().seconds(shardMib());
    }

    /** Seconds to download one shard, τ. */
    public double shardDownloadSeconds() {
        return link().download().seconds(shardMib());
    }

    /** The same job with another plan. */
    public Job withPlan(Plan other) {
        return new Job(
                workload, other, storeLink, prices, epochs, protocol, counting, last, exchange, lifecycle, algorithm,
                staleness);
    }

    /** The same job with another algorithm. */
    public Job withAlgorithm(Algorithm other) {
        return new Job(
                workload, plan, storeLink, prices, epochs, protocol, counting, last, exchange, lifecycle, other,
                staleness);
    }
}
