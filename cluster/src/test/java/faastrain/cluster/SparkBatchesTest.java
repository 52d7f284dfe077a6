package faastrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.cli.Main;
import faastrain.cluster.Errand.Batch;
import faastrain.cluster.Errand.Kind;
import faastrain.cluster.Errand.Result;
import faastrain.cluster.Errand.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SparkBatchesTest {
    private static final Path SPARK = Path.of(System.getProperty("faastrain.test.spark"));
    private static final Path JOBS = Path.of(System.getProperty("faastrain.test.jobs"));
    private static final int FACTOR = 3;

    @TempDir
    private static Path clusterFolder;

    private static StandaloneCluster cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startCluster() throws IOException {
        cluster = new StandaloneCluster(SPARK, JOBS, clusterFolder, 2);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void bringTheClusterBack() throws IOException {
        cluster.replaceKilledWorkers();
    }

    @Test
    void everyBatchIsDeliveredOnceAlthoughItsWorkerIsKilled() {
        List<Batch> batches = new ArrayList<>(plain(20));
        batches.set(4, new Batch(4, Kind.HANGS_ONCE));

        Deliveries deliveries = run(batches, 60, this::killTheHangingWorker);

        assertThat(deliveries.values()).isEqualTo(expected(20));
        assertThat(deliveries.results.get(deliveries.order.indexOf(4)).text()).isEqualTo("again");
        assertThat(cluster.liveWorkers()).isEqualTo(1);
        assertThat(deliveries.notices)
                .singleElement()
                .asString()
                .startsWith("lost executor ")
                .endsWith("; what it was doing is done again");
    }

    @Test
    void resultsAreDeliveredBeforeTheLastBatchIsDone() {
        List<Batch> batches = new ArrayList<>(plain(6));
        batches.set(0, new Batch(0, Kind.WAITS_TO_GO));

        Deliveries deliveries = run(batches, 60, delivered -> {
            if (delivered.order.size() == 5) {
                write(folder.resolve("go"));
            }
        });

        assertThat(deliveries.order.get(5)).isZero();
        assertThat(deliveries.values()).isEqualTo(expected(6));
    }

    @Test
    void bothWorkersTakeBatchesAndHaveTheLibrariesOfTheSimulator() {
        List<Batch> batches = IntStream.range(0, 40)
                .mapToObj(number -> new Batch(number, Kind.USES_LIBRARIES))
                .toList();

        Deliveries deliveries = run(batches, 60, delivered -> {});

        // Of Student's t with 9 degrees of freedom the quantile 0.975 is 2.262.
        assertThat(deliveries.results).extracting(Result::text).containsOnly("{\"a\":1}{b=2}1 2262");
        assertThat(deliveries.values()).isEqualTo(expected(40));
    }

    @Test
    void allWorkersLostEndTheWorkWithOneLine() {
        List<Batch> batches = new ArrayList<>(plain(3));
        batches.add(new Batch(3, Kind.WAITS_TO_GO));

        assertThatThrownBy(() -> run(batches, 15, delivered -> cluster.killWorkers()))
                .isInstanceOf(ClusterException.class)
                .hasMessage("the cluster at " + cluster.url() + " lost all executors and started none for 15 s");
    }

    @Test
    void executorsThatNoWorkerHasMemoryForAreAwaitedInVain() {
        SparkSettings large = new SparkSettings(cluster.url(), jars(), Map.of("spark.executor.memory", "64g"), 3);

        assertThatThrownBy(() -> run(large, plain(2), delivered -> {}))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("the cluster at " + cluster.url() + " started no executor for 3 s;");
    }

    @Test
    void batchThatThrowsEndsTheWorkWithItsException() {
        List<Batch> batches = new ArrayList<>(plain(3));
        batches.set(1, new Batch(1, Kind.FAILS));

        assertThatThrownBy(() -> run(inThisProcess(), batches, delivered -> {}))
                .isInstanceOf(ClusterException.class)
                .hasMessage("batch 1 failed on the cluster: java.lang.IllegalStateException: batch of 1");
    }

    @Test
    void exceptionOfTheRecipientIsPassedOn() {
        IllegalArgumentException full = new IllegalArgumentException("disk full");

        assertThatThrownBy(() -> run(inThisProcess(), plain(3), delivered -> {
                    throw full;
                }))
                .isSameAs(full);
    }

    @Test
    void masterThatDoesNotAnswerIsNamed() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        SparkSettings nobody = new SparkSettings("spark://127.0.0.1:" + free, jars(), Map.of(), 60);

        assertThatThrownBy(() -> run(nobody, plain(1), delivered -> {}))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith(
                        "no Spark master answers at spark://127.0.0.1:" + free + ": Connection refused");
    }

    @Test
    void addressWithoutPortIsNoMaster() {
        SparkSettings wrong = new SparkSettings("spark://localhost", jars(), Map.of(), 60);

        assertThatThrownBy(() -> run(wrong, plain(1), delivered -> {}))
                .isInstanceOf(ClusterException.class)
                .hasMessage("spark://localhost is no address of a Spark master; write spark://host:port");
    }

    private static List<Batch> plain(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Batch(number, Kind.PLAIN))
                .toList();
    }

    private static List<Integer> expected(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> FACTOR * number * number)
                .toList();
    }

    /** For what does not depend on where executors are. */
    private static SparkSettings inThisProcess() {
        return new SparkSettings("local[1]", jars(), Map.of(), 60);
    }

    private static List<Path> jars() {
        List<Path> jars = new ArrayList<>(ShippedJars.of(SparkBatches.class, Main.class));
        jars.add(JOBS);
        return jars;
    }

    private Deliveries run(List<Batch> batches, double patienceSeconds, Consumer<Deliveries> afterEach) {
        return run(
                new SparkSettings(cluster.url(), jars(), Map.of("spark.executor.memory", "450m"), patienceSeconds),
                batches,
                afterEach);
    }

    private Deliveries run(SparkSettings settings, List<Batch> batches, Consumer<Deliveries> afterEach) {
        Deliveries deliveries = new Deliveries(afterEach);
        SparkBatches.run(settings, new Shared(folder.toString(), FACTOR), batches, new Errand(), deliveries);
        return deliveries;
    }

    private void killTheHangingWorker(Deliveries delivered) {
        // The other worker does all batches but one, after whose start it is this worker's turn to be killed.
        Path hanging = folder.resolve("hangs");
        if (delivered.order.size() == 19) {
            try {
                cluster.killWorkerOf(Long.parseLong(Files.readString(hanging)));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static void write(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What was delivered, in the order of delivery. */
    private static final class Deliveries implements Recipient<Result> {
        private final Consumer<Deliveries> afterEach;
        private final List<Integer> order = new ArrayList<>();
        private final List<Result> results = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();

        Deliveries(Consumer<Deliveries> afterEach) {
            this.afterEach = afterEach;
        }

        @Override
        public void delivered(int batch, Result result) {
            order.add(batch);
            results.add(result);
            afterEach.accept(this);
        }

        @Override
        public void notice(String message) {
            notices.add(message);
        }

        /** The values in the order of batches; a batch that came twice or never has no place here. */
        List<Integer> values() {
            return IntStream.range(0, order.size())
                    .mapToObj(batch -> results.get(order.indexOf(batch)).value())
                    .toList();
        }
    }
}
