package faastrain.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A standalone Spark of one master and some workers, each a process of its own on the loopback address, with ports that
 * the system chooses. A worker has one core and memory for one executor. Its processes end with it, and with this Java
 * even if that is killed.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final Duration MOST_FOR_A_START = Duration.ofSeconds(60);
    private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master ()");
    private static final String HOST = "127.0.0.1";

    private final Path sparkHome;
    private final Path testJar;
    private final Path folder;
    private final int size;
    private final List<Process> workers = new ArrayList<>();
    private final Thread hook = new Thread(this::killAll);
    private final Process master;
    private final String url;

    /**
     * Starts a cluster and waits until its workers have registered.
     *
     * @param sparkHome a folder with Spark's {@code jars}
     * @param testJar the jar with {@link EndsWithItsParent}; executors do not have it from here
     * @param folder where logs and the work of executors go
     */
    StandaloneCluster(Path sparkHome, Path testJar, Path folder, int workers) throws IOException {
        this.sparkHome = sparkHome;
        this.testJar = testJar;
        this.folder = folder;
        this.size = workers;
        Runtime.getRuntime().addShutdownHook(hook);
        Path log = folder.resolve("master.log");
        master = start(log, "org.apache.spark.deploy.master.Master", List.of());
        try {
            url = await(master, log, MASTER);
            List<Path> logs = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                logs.add(startWorker());
            }
            for (int i = 0; i < workers; i++) {
                await(this.workers.get(i), logs.get(i), REGISTERED);
            }
        } catch (IOException | RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /** The master's URL. */
    String url() {
        return url;
    }

    /** Starts as many workers as were killed and waits until they have registered. */
    void replaceKilledWorkers() throws IOException {
        while (liveWorkers() < size) {
            Path log = startWorker();
            await(workers.get(workers.size() - 1), log, REGISTERED);
        }
    }

    /** How many workers run. */
    long liveWorkers() {
        return workers.stream().filter(Process::isAlive).count();
    }

    /** Kills a worker and its executors at once, as if its machine lost power. */
    void killWorkerOf(long executorPid) {
        for (Process worker : workers) {
            if (worker.descendants().anyMatch(process -> process.pid() == executorPid)) {
                kill(worker);
                return;
            }
        }
        throw new IllegalStateException("no worker has the process " + executorPid);
    }

    /** Kills the worker that has been there longest, and its executors. */
    void killAWorker() {
        kill(workers.stream().filter(Process::isAlive).findFirst().orElseThrow());
    }

    /** Kills all workers and their executors at once. */
    void killWorkers() {
        workers.forEach(StandaloneCluster::kill);
    }

    @Override
    public void close() {
        killAll();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void killAll() {
        killWorkers();
        kill(master);
    }

    private static void kill(Process process) {
        // The worker goes first: it would start another executor.
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        family.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle member : family) {
            try {
                member.onExit().get(10, TimeUnit.SECONDS);
            } catch (Exception stillThere) {
                throw new IllegalStateException("process " + member.pid() + " does not end", stillThere);
            }
        }
    }

    private Path startWorker() throws IOException {
        String name = "worker-" + workers.size();
        Path log = folder.resolve(name + ".log");
        List<String> arguments = List.of(
                "--cores",
                "1",
                "--memory",
                "512m",
                "--work-dir",
                folder.resolve(name).toString(),
                url);
        workers.add(start(log, "org.apache.spark.deploy.worker.Worker", arguments));
        return log;
    }

    private Process start(Path log, String main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        // It would take a port that is the same on every cluster.
        command.add("-Dspark.master.rest.enabled=false");
        command.add("-cp");
        command.add(sparkHome.resolve("jars") + File.separator + "*" + File.pathSeparator + testJar);
        command.addAll(List.of(EndsWithItsParent.class.getName(), main));
        command.addAll(List.of("--host", HOST, "--port", "0", "--webui-port", "0"));
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        process.environment()
                .putAll(Map.of(
                        "SPARK_HOME", sparkHome.toString(), "SPARK_SCALA_VERSION", "2.13", "SPARK_LOCAL_IP", HOST));
        return process.start();
    }

    private static String await(Process process, Path log, Pattern sign) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < MOST_FOR_A_START.toNanos() && process.isAlive()) {
            Matcher found = sign.matcher(Files.readString(log, StandardCharsets.UTF_8));
            if (found.find()) {
                return found.group(1);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
        throw new IllegalStateException("no \"" + sign + "\" in\n" + Files.readString(log, StandardCharsets.UTF_8));
    }
}
