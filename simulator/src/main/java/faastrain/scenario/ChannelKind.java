package faastrain.scenario;

import java.util.List;

/** Through what the workers exchange objects. */
public enum ChannelKind implements Choice {
    /** Object storage: throughput by object size and function memory, requests limited per prefix (FasDL, LambdaML). */
    S3(
            "s3",
            "object storage: throughput by object size and function memory, requests limited per prefix (FasDL, LambdaML)"),
    /** An in-memory cache with one service thread behind the NIC of its node (LambdaML). */
    ELASTICACHE_REDIS(
            "elasticache-redis", "an in-memory cache with one service thread behind the NIC of its node (LambdaML)"),
    /** An in-memory cache with several service threads behind the NIC of its node (LambdaML). */
    ELASTICACHE_MEMCACHED(
            "elasticache-memcached",
            "an in-memory cache with several service threads behind the NIC of its node (LambdaML)"),
    /** A table of small items with limited throughput (LambdaML). */
    DYNAMODB("dynamodb", "a table of small items with limited throughput (LambdaML)"),
    /** A server on EC2 behind its NIC (λDNN; LambdaML's hybrid with server.rpc). */
    PARAMETER_SERVER("parameter-server", "a server on EC2 behind its NIC (λDNN; LambdaML's hybrid with server.rpc)"),
    /** Virtual machines and their NICs (the IaaS baseline of LambdaML). */
    VM_NETWORK("vm-network", "virtual machines and their NICs (the IaaS baseline of LambdaML)");

    private final String id;
    private final String description;

    ChannelKind(String id, String description) {
        this.id = id;
        this.description = description;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }

    /** Whether it stores objects for anybody to read later, so that a new round of functions can go on from them. */
    public boolean storesObjects() {
        return switch (this) {
            case S3, ELASTICACHE_REDIS, ELASTICACHE_MEMCACHED, DYNAMODB -> true;
            case PARAMETER_SERVER, VM_NETWORK -> false;
        };
    }

    /** The patterns that can use it. */
    public List<PatternKind> patterns() {
        return switch (this) {
            case S3, ELASTICACHE_REDIS, ELASTICACHE_MEMCACHED, DYNAMODB ->
                List.of(
                        PatternKind.ALL_REDUCE,
                        PatternKind.SCATTER_REDUCE,
                        PatternKind.K_REDUCE,
                        PatternKind.GLOBAL_MODEL);
            case PARAMETER_SERVER -> List.of(PatternKind.PARAMETER_SERVER);
            case VM_NETWORK -> List.of(PatternKind.RING, PatternKind.PARAMETER_SERVER);
        };
    }
}
