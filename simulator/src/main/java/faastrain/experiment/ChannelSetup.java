package faastrain.experiment;

import faastrain.communication.Pattern;
import faastrain.communication.Patterns;
import faastrain.model.Channel;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.ServicePrices;
import faastrain.scenario.CachePricing;
import faastrain.scenario.Capacity;
import faastrain.scenario.ChannelKind;
import faastrain.scenario.LargeItems;
import faastrain.scenario.PatternKind;
import faastrain.scenario.RpcKind;
import faastrain.scenario.Scenario;
import faastrain.scenario.StartUpSource;
import faastrain.scenario.Suggestion;
import faastrain.trace.AffineCurve;
import faastrain.trace.CacheEngine;
import faastrain.trace.CacheNode;
import faastrain.trace.InstanceType;
import faastrain.trace.ProviderProfile;
import faastrain.trace.RpcRates;
import faastrain.trace.SaturationCurve;
import faastrain.trace.ServerRates;
import faastrain.trace.ServicesProfile;
import faastrain.trace.TablePrices;
import faastrain.trace.TransferCurve;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * Makes the channel of a scenario and its prices from the constants of the services, and says what a real one would
 * refuse. A field that is wrong is told to {@code problem}, with the field's path and what is right.
 */
final class ChannelSetup {
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private final Scenario scenario;
    private final ServicesProfile services;
    private final ProviderProfile provider;
    private final BiConsumer<String, String> problem;

    /** Whether the object store's speed is a published constant, and not a measured curve. */
    private final boolean published;

    private final boolean shared;

    ChannelSetup(Scenario scenario, Material material, BiConsumer<String, String> problem) {
        this.scenario = scenario;
        this.services = material.services();
        this.provider = material.provider();
        this.problem = problem;
        this.published = material.platform().published().isPresent();
        this.shared = scenario.capacity() == Capacity.SHARED;
    }

    /** The type of the virtual machines, where there are any; nothing after a problem. */
    Optional<InstanceType> machine() {
        return known("vm.instance", scenario.vmInstance(), services.instances());
    }

    /** The memory of a function with the CPU share of a machine, MB; nothing after a problem. */
    Optional<Integer> machineMemoryMb() {
        return machine().map(type ->
                (int) Math.round(type.vcpu() * provider.functionLimits().memoryMbPerVcpu()));
    }

    /**
     * The channel; nothing after a problem.
     *
     * @param store how fast a worker reaches the object store
     * @param memoryMb of a worker, MB
     */
    Optional<Channel> channel(FunctionLink store, int memoryMb) {
        return switch (scenario.channel()) {
            case S3 -> Optional.of(objectStore(store));
            case ELASTICACHE_REDIS -> cache(store, services.cache().redis(), false);
            case ELASTICACHE_MEMCACHED -> cache(store, services.cache().memcached(), true);
            case DYNAMODB -> Optional.of(table(store));
            case PARAMETER_SERVER -> servers(provider.functionLimits().vcpu(memoryMb));
            case VM_NETWORK -> machine().map(this::network);
        };
    }

    private Channel objectStore(FunctionLink store) {
        if (!shared) {
            return Channel.Store.unlimited(store);
        }
        return new Channel.Store(
                store,
                store.download().seconds(0),
                services.objectStore().writesPerSecond(),
                services.objectStore().readsPerSecond(),
                services.objectStore().keysPerList(),
                services.objectStore().retry());
    }

    private Optional<Channel> cache(FunctionLink store, CacheEngine engine, boolean memcached) {
        double latency = services.cache().latencySeconds();
        boolean serverless = scenario.cache().pricing() == CachePricing.SERVERLESS;
        Optional<CacheNode> node =
                known("cache.node", scenario.cache().node(), services.cache().nodes());
        if (node.isEmpty()) {
            return Optional.empty();
        }
        double network = serverless
                ? services.cache().serverlessNetworkMibPerSecond().orElse(UNLIMITED)
                : node.get().networkMibPerSecond();
        double most = scenario.cache().maxValueMib().orElse(engine.maxValueMib());
        if (most > engine.largestMaxValueMib()) {
            problem.accept(
                    "cache.max-value",
                    "is " + mib(most) + "; " + scenario.channel().id() + " takes values of at most "
                            + mib(engine.largestMaxValueMib()));
        }
        TransferCurve nic = new AffineCurve(latency, node.get().networkMibPerSecond());
        FunctionLink link = published ? new FunctionLink(nic, nic, 0, 0) : derived(store, latency);
        // A serverless cache has as many threads as it needs.
        int threads = shared && !serverless ? engine.threadsOn(node.get().vcpu()) : Integer.MAX_VALUE;
        return Optional.of(new Channel.Cache(
                link,
                latency,
                threads,
                shared ? engine.requestSeconds() : 0,
                shared ? engine.rateMibPerSecond() : UNLIMITED,
                shared ? network : UNLIMITED,
                most,
                memcached));
    }

    private Channel table(FunctionLink store) {
        double latency = services.table().latencySeconds();
        return new Channel.Table(
                derived(store, latency),
                latency,
                services.table().itemLimitMib(),
                services.table().scanPageMib(),
                shared ? services.table().writeUnitsPerSecond() : UNLIMITED,
                shared ? services.table().readUnitsPerSecond() : UNLIMITED,
                services.table().readUnitShare());
    }

    /** A function's own throughput behind another latency (simulation.md: t = 1/(p·L)). Its spread is not known. */
    private static FunctionLink derived(FunctionLink store, double latency) {
        return new FunctionLink(derived(store.upload(), latency), derived(store.download(), latency), 0, 0);
    }

    private static TransferCurve derived(TransferCurve store, double latency) {
        if (store instanceof SaturationCurve saturation) {
            return new SaturationCurve(saturation.p(), 1 / (saturation.p() * latency));
        }
        return new AffineCurve(latency, ((AffineCurve) store).bandwidthMibPerSecond());
    }

    private Optional<Channel> servers(double vcpu) {
        Optional<InstanceType> instance =
                known("server.instance", scenario.server().instance(), services.instances());
        return instance.map(type -> {
            ServerRates rates = services.servers();
            boolean plain = scenario.server().rpc() == RpcKind.NONE;
            // λDNN's equation has no latency; a remote call has that of the server's network.
            TransferCurve curve =
                    new AffineCurve(plain ? 0 : type.latencySeconds(), rates.functionBandwidthMibPerSecond());
            return new Channel.Servers(
                    new FunctionLink(curve, curve, 0, 0),
                    type.latencySeconds(),
                    scenario.server().count(),
                    shared ? type.networkMibPerSecond() : UNLIMITED,
                    shared ? type.vcpu() : Integer.MAX_VALUE,
                    plain ? Optional.empty() : Optional.of(rpc(rates, vcpu)));
        });
    }

    private Channel.Rpc rpc(ServerRates rates, double vcpu) {
        RpcRates rpc = scenario.server().rpc() == RpcKind.GRPC ? rates.grpc() : rates.thrift();
        // One thread serialises, so that more than one vCPU does not make it faster.
        double share = Math.min(1, vcpu);
        return new Channel.Rpc(
                shared ? rpc.callSeconds() : 0,
                rpc.workerSerializeMibPerSecond() * share,
                rpc.workerDeserializeMibPerSecond() * share,
                rpc.serverSerializeMibPerSecond(),
                rpc.serverDeserializeMibPerSecond(),
                shared ? rpc.updateMibPerSecond() : UNLIMITED,
                rpc.bytesPerParameter(),
                modelSeconds(rpc));
    }

    private double modelSeconds(RpcRates rpc) {
        OptionalDouble written = scenario.server().modelExpirySeconds();
        return written.isPresent()
                ? written.getAsDouble()
                : rpc.modelExpirySeconds().orElse(UNLIMITED);
    }

    private Channel network(InstanceType type) {
        TransferCurve curve = new AffineCurve(type.latencySeconds(), type.networkMibPerSecond());
        return new Channel.Network(
                new FunctionLink(curve, curve, 0, 0),
                type.latencySeconds(),
                scenario.pattern() == PatternKind.PARAMETER_SERVER
                        ? scenario.server().count()
                        : 0,
                shared ? type.networkMibPerSecond() : UNLIMITED);
    }

    /** What a reader of the numbers should know of a channel that is there. */
    Optional<String> warning() {
        String derived = " is derived, not measured: a function's own to S3 with a latency of ";
        return switch (scenario.channel()) {
            case ELASTICACHE_REDIS, ELASTICACHE_MEMCACHED -> {
                if (!published) {
                    yield Optional.of("the throughput of the cache" + derived
                            + milliseconds(services.cache().latencySeconds())
                            + "; nobody has published one by object size");
                }
                yield scenario.cache().pricing() == CachePricing.SERVERLESS
                        ? Optional.of("no throughput of a serverless cache has been published; that of a "
                                + scenario.cache().node() + " is taken")
                        : Optional.empty();
            }
            case DYNAMODB ->
                Optional.of("the throughput of the table" + derived
                        + milliseconds(services.table().latencySeconds()));
            case S3, PARAMETER_SERVER, VM_NETWORK -> Optional.empty();
        };
    }

    /** What the channel among so many workers costs; nothing after a problem. */
    Optional<ServicePrices> prices(int workers) {
        return switch (scenario.channel()) {
            case S3 -> Optional.of(ServicePrices.NONE);
            case ELASTICACHE_REDIS, ELASTICACHE_MEMCACHED -> cachePrices();
            case DYNAMODB -> {
                if (provider.tablePrices().isEmpty()) {
                    unpriced("channel", "a table");
                    yield Optional.empty();
                }
                TablePrices table = provider.tablePrices().get();
                yield Optional.of(ServicePrices.table(table.usdPerWriteUnit(), table.usdPerReadUnit()));
            }
            case PARAMETER_SERVER ->
                rent(
                        "server.instance",
                        scenario.server().instance(),
                        scenario.server().count());
            case VM_NETWORK -> {
                int servers = scenario.pattern() == PatternKind.PARAMETER_SERVER
                        ? scenario.server().count()
                        : 0;
                yield rent("vm.instance", scenario.vmInstance(), workers + servers);
            }
        };
    }

    private Optional<ServicePrices> cachePrices() {
        if (scenario.cache().pricing() == CachePricing.SERVERLESS) {
            if (provider.cacheUsdPerMib().isEmpty()
                    || provider.cacheUsdPerGbHour().isEmpty()) {
                unpriced("cache.pricing", "a serverless cache");
                return Optional.empty();
            }
            return Optional.of(ServicePrices.serverlessCache(
                    provider.cacheUsdPerMib().get(),
                    provider.cacheUsdPerGbHour().get()));
        }
        Double hourly = provider.cacheNodeUsdPerHour().get(scenario.cache().node());
        if (hourly == null) {
            unpriced("cache.node", "the node type " + scenario.cache().node());
            return Optional.empty();
        }
        return Optional.of(
                ServicePrices.rent(hourly, provider.cacheNodeIncrementSeconds().orElse(0.0), 0, 1));
    }

    private Optional<ServicePrices> rent(String field, String type, int machines) {
        Double hourly = provider.instanceUsdPerHour().get(type);
        if (hourly == null) {
            unpriced(field, "the machine type " + type);
            return Optional.empty();
        }
        return Optional.of(ServicePrices.rent(
                hourly, 1, provider.instanceMinimumBilledSeconds().orElse(0.0), machines));
    }

    private void unpriced(String field, String what) {
        problem.accept(
                field,
                "the prices " + provider.id() + " have no price of " + what
                        + "; leave prices out, or name some that have");
    }

    /** Tells what the channel would refuse of the job's objects. */
    void checkObjects(Job job) {
        Pattern pattern = Patterns.of(job);
        if (pattern.objects() == 0) {
            return;
        }
        double objectMib = job.exchangedMib() / pattern.parts();
        if (job.exchange().channel() instanceof Channel.Cache cache && objectMib > cache.maxValueMib()) {
            CacheEngine engine = scenario.channel() == ChannelKind.ELASTICACHE_REDIS
                    ? services.cache().redis()
                    : services.cache().memcached();
            problem.accept(
                    "channel",
                    "an object of the exchange has " + mib(objectMib) + ", but "
                            + scenario.channel().id()
                            + " takes values of at most " + mib(cache.maxValueMib()) + "; "
                            + (objectMib <= engine.largestMaxValueMib()
                                    ? "set cache.max-value to " + mib(Math.ceil(objectMib)) + " or more, or use more"
                                            + " aggregators"
                                    : "use more aggregators, as values can have " + mib(engine.largestMaxValueMib())
                                            + " at most"));
        }
        if (job.exchange().channel() instanceof Channel.Table table
                && objectMib > table.itemMib()
                && scenario.largeItems() == LargeItems.REFUSE) {
            problem.accept(
                    "channel",
                    "an object of the exchange has " + mib(objectMib) + ", but an item of a table has at most "
                            + number(table.itemMib() * 1024) + " KiB, so that a real run would fail; use another"
                            + " channel, or table.large-items: chunk");
        }
    }

    private <T> Optional<T> known(String field, String name, Map<String, T> types) {
        T type = types.get(name);
        if (type == null) {
            problem.accept(
                    field,
                    "\"" + name + "\" is not in the services " + services.id()
                            + Suggestion.didYouMean(name, types.keySet()) + " (there are: "
                            + String.join(", ", types.keySet()) + ")");
        }
        return Optional.ofNullable(type);
    }

    /** Words that name the constants of the channel and of starting which nobody measured, if there are any. */
    Optional<String> unmeasured() {
        List<String> fields = services.sources().entrySet().stream()
                .filter(source -> source.getValue().startsWith("estimate:")
                        || source.getValue().startsWith("derived"))
                .map(Map.Entry::getKey)
                .filter(this::isUsed)
                .toList();
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of("estimated or derived, not measured, in the services " + services.id() + ": "
                        + String.join(", ", fields));
    }

    private boolean isUsed(String field) {
        boolean machines = scenario.channel() == ChannelKind.VM_NETWORK;
        if (field.startsWith("start-up.")) {
            return scenario.startUp().source() == StartUpSource.TABLE
                    && field.startsWith(machines ? "start-up.instances." : "start-up.functions.");
        }
        if (field.startsWith("functions.")) {
            boolean drawn = field.startsWith("functions.cold.") || field.startsWith("functions.warm.");
            StartUpSource source = scenario.startUp().source();
            return source == StartUpSource.DISTRIBUTION || (source == StartUpSource.TRACE && !drawn);
        }
        return switch (scenario.channel()) {
            case S3 -> shared && field.startsWith("object-store.");
            case ELASTICACHE_REDIS -> isUsedByCache(field, "redis");
            case ELASTICACHE_MEMCACHED -> isUsedByCache(field, "memcached");
            case DYNAMODB -> field.startsWith("table.") && (shared || !field.endsWith("-units"));
            case PARAMETER_SERVER -> isUsedByServers(field);
            case VM_NETWORK -> isOf(field, scenario.vmInstance());
        };
    }

    private boolean isUsedByCache(String field, String engine) {
        boolean node = field.startsWith("cache.nodes." + scenario.cache().node() + ".")
                && scenario.cache().pricing() == CachePricing.NODES;
        boolean limits = field.startsWith("cache.engines." + engine + ".") || field.startsWith("cache.serverless.");
        return field.equals("cache.latency") || node || (shared && limits);
    }

    private boolean isUsedByServers(String field) {
        String instance = scenario.server().instance();
        if (scenario.server().rpc() == RpcKind.NONE) {
            return field.equals("servers.function-bandwidth") || (shared && isOf(field, instance, "network"));
        }
        return isOf(field, instance)
                || field.equals("servers.function-bandwidth")
                || field.startsWith("servers." + scenario.server().rpc().id() + ".");
    }

    /** Whether a field is one of an instance type's that timing needs. */
    private static boolean isOf(String field, String instance) {
        return isOf(field, instance, "network") || isOf(field, instance, "latency");
    }

    private static boolean isOf(String field, String instance, String key) {
        return field.equals("instances." + instance + "." + key);
    }

    private static String mib(double mib) {
        return number(mib) + " MiB";
    }

    private static String milliseconds(double seconds) {
        return number(1000 * seconds) + " ms";
    }

    /** At most four digits, without zeros at the end. */
    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }
}
