package faastrain.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/** Whether a standalone master can be reached, which Spark itself takes a minute to find out. */
final class MasterAddress {
    private static final String SCHEME = "spark://";
    private static final int MOST_MILLISECONDS = 10_000;

    private MasterAddress() {}

    /**
     * The address of this machine from which the first master that answers is reached, so that executors beside it can
     * reach this machine there; empty if the URL is not of a standalone master.
     *
     * @throws ClusterException if none answers, or the URL has no host and port
     */
    static Optional<InetAddress> reachedFrom(String url) {
        if (!url.startsWith(SCHEME)) {
            return Optional.empty();
        }
        String why = "";
        for (String master : url.substring(SCHEME.length()).split(",", -1)) {
            int colon = master.lastIndexOf(':');
            String host = master.substring(0, Math.max(colon, 0)).replaceAll("[\\[\\]]", "");
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port(url, master, colon)), MOST_MILLISECONDS);
                return Optional.of(socket.getLocalAddress());
            } catch (IOException unreachable) {
                why = unreachable.getMessage();
            }
        }
        throw new ClusterException("no Spark master answers at " + url + ": " + why);
    }

    private static int port(String url, String master, int colon) {
        try {
            int port = Integer.parseInt(master.substring(colon + 1));
            if (colon > 0 && port > 0 && port < 1 << 16) {
                return port;
            }
        } catch (NumberFormatException noNumber) {
            throw new ClusterException(url + " is no address of a Spark master; write spark://host:port", noNumber);
        }
        throw new ClusterException(url + " is no address of a Spark master; write spark://host:port");
    }
}
