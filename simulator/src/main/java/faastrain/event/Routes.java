package faastrain.event;

import faastrain.model.Channel;
import faastrain.model.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import umontreal.ssj.simevents.Simulator;

/** The shared resources of a channel, and the ways that objects and questions take through them. */
final class Routes {
    private static final Stage[] ALONE = {new Stage.Alone()};

    private final List<Function<Double, ResourceUse>> resources = new ArrayList<>();
    private final Simulator simulator;
    private final Stage[][] up;
    private final Stage[][] down;

    /** The way of a request that moves nothing, by server. */
    private final Stage[][] question;

    Routes(Simulator simulator, Job job) {
        this.simulator = simulator;
        Channel channel = job.exchange().channel();
        Stage[][] asked = ways(ALONE);
        if (channel instanceof Channel.Cache cache) {
            ServiceQueue threads = queue("cache threads", cache.threads());
            Stage served = new Stage.Served(threads, cache.serviceSeconds(), cache.serviceMibPerSecond());
            up = ways(way(served, nic("cache NIC in", cache.networkMibPerSecond())));
            down = ways(way(served, nic("cache NIC out", cache.networkMibPerSecond())));
            asked = ways(way(served, new Stage.Alone()));
        } else if (channel instanceof Channel.Table table) {
            up = ways(way(writeUnits(table)));
            down = ways(way(readUnits(table)));
        } else if (channel instanceof Channel.Servers servers) {
            up = new Stage[servers.servers()][];
            down = new Stage[servers.servers()][];
            asked = new Stage[servers.servers()][];
            for (int server = 0; server < servers.servers(); server++) {
                asked[server] = serve(servers, server);
            }
        } else if (channel instanceof Channel.Network network && network.servers() > 0) {
            up = new Stage[network.servers()][];
            down = new Stage[network.servers()][];
            for (int server = 0; server < network.servers(); server++) {
                up[server] =
                        way(nic(name("server", server, network.servers()) + " NIC in", network.networkMibPerSecond()));
                down[server] =
                        way(nic(name("server", server, network.servers()) + " NIC out", network.networkMibPerSecond()));
            }
        } else {
            up = ways(ALONE);
            down = ways(ALONE);
        }
        question = asked;
    }

    /** Makes the ways to and from a server, and gives that of a question. */
    private Stage[] serve(Channel.Servers servers, int server) {
        String name = name("server", server, servers.servers());
        Stage in = nic(name + " NIC in", servers.networkMibPerSecond());
        Stage out = nic(name + " NIC out", servers.networkMibPerSecond());
        if (servers.rpc().isEmpty()) {
            up[server] = way(in);
            down[server] = way(out);
            return ALONE;
        }
        Channel.Rpc rpc = servers.rpc().get();
        ServiceQueue cores = queue(name + " cores", servers.cores());
        Stage sent = new Stage.OwnWork(rpc.workerSerializeMibPerSecond());
        Stage received = new Stage.Served(cores, rpc.callSeconds(), rpc.serverDeserializeMibPerSecond());
        // An update that takes no time needs no lock.
        up[server] = Double.isInfinite(rpc.updateMibPerSecond())
                ? way(sent, in, received)
                : way(sent, in, received, new Stage.Served(queue(name + " update", 1), 0, rpc.updateMibPerSecond()));
        down[server] = way(
                new Stage.Served(cores, rpc.callSeconds(), rpc.serverSerializeMibPerSecond()),
                out,
                new Stage.OwnWork(rpc.workerDeserializeMibPerSecond()));
        return way(new Stage.Served(cores, rpc.callSeconds(), Double.POSITIVE_INFINITY), new Stage.Alone());
    }

    private static String name(String what, int number, int of) {
        return of == 1 ? what : what + " " + number;
    }

    private static Stage[] way(Stage... stages) {
        return stages;
    }

    private static Stage[][] ways(Stage[] only) {
        return new Stage[][] {only};
    }

    private Stage nic(String name, double mibPerSecond) {
        return Double.isInfinite(mibPerSecond) ? new Stage.Alone() : new Stage.Shared(link(name, mibPerSecond));
    }

    private Stage writeUnits(Channel.Table table) {
        return Double.isInfinite(table.writeUnitsPerSecond())
                ? new Stage.Alone()
                : new Stage.WriteUnits(link("table write units", table.writeUnitsPerSecond()), table);
    }

    private Stage readUnits(Channel.Table table) {
        return Double.isInfinite(table.readUnitsPerSecond())
                ? new Stage.Alone()
                : new Stage.ReadUnits(link("table read units", table.readUnitsPerSecond()), table);
    }

    private SharedLink link(String name, double capacity) {
        SharedLink link = new SharedLink(simulator, capacity);
        resources.add(
                seconds -> new ResourceUse(name, link.movedMib() / (capacity * seconds), link.mostFlows(), false));
        return link;
    }

    private ServiceQueue queue(String name, int servers) {
        ServiceQueue queue = new ServiceQueue(simulator, servers);
        if (servers < Integer.MAX_VALUE) {
            resources.add(seconds ->
                    new ResourceUse(name, queue.busySeconds() / (servers * seconds), queue.mostWaiting(), true));
        }
        return queue;
    }

    Stage[] up(int server) {
        return up[server];
    }

    Stage[] down(int server) {
        return down[server];
    }

    Stage[] question(int server) {
        return question[server];
    }

    /** How each resource was used in a run of {@code seconds}. */
    List<ResourceUse> uses(double seconds) {
        return resources.stream().map(use -> use.apply(seconds)).toList();
    }
}
