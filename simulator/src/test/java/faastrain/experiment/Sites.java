package faastrain.experiment;

import faastrain.scenario.ScenarioLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of traces with numbers that are easy to calculate with, and settings that are made of it. */
public final class Sites {
    /** The traces that are shipped. */
    public static final Profiles SHIPPED =
            new Profiles(Path.of("..", "traces").toAbsolutePath().normalize());

    private Sites() {}

    /**
     * Traces with the workload {@code w} (12 MiB, data of 10 MiB, 1,000 samples; a batch of B computes for 2(B + 2) s at
     * 1,000 MB; B + 100 MB are needed), {@code bare} (the same without profiled memory), {@code ranged} (the same with a, b and m
     * fitted to batches of 4 to 16 at 512 to 1,500 MB and memory measured up to a batch of 24), the platform {@code p} (an
     * object of S MiB takes 0.5 + S/2 s up and 0.375 + S/8 s down; profiled at 512 and 2,048 MB for 1 to 20 MiB), and
     * prices; the services are those that are shipped.
     */
    public static Profiles write(Path traces) throws IOException {
        Files.createDirectories(traces.resolve("workloads"));
        Files.createDirectories(traces.resolve("platforms"));
        Files.createDirectories(traces.resolve("providers"));
        String workload = """
                id: %s
                source: "made up"
                model: {name: W, size: 12 MiB}
                data-set: {name: D, size: 10 MiB, samples: 1000}
                compute: {a: 1000, b: 2, m: -500}
                """;
        Files.writeString(traces.resolve("workloads/bare.yaml"), workload.formatted("bare"));
        Files.writeString(traces.resolve("workloads/w.yaml"), workload.formatted("w") + """
                        training-memory: {base: 100 MiB, per-sample: 1 MiB, headroom: 0, source: "made up"}
                        """);
        Files.writeString(
                traces.resolve("workloads/ranged.yaml"),
                workload.formatted("ranged")
                                .replace(
                                        "m: -500",
                                        "m: -500, least-batch: 4, most-batch: 16, least-memory: 512 MB, most-memory: 1500 MB")
                        + """
                        training-memory: {base: 100 MiB, per-sample: 1 MiB, headroom: 0, most-batch: 24, source: "made up"}
                        """);
        String direction =
                "{saturation: {p: 9 MiB/s, p-standard-error: 0 MiB/s, t-per-mib: 1, t-standard-error-per-mib: 0, mape: 0,"
                        + " spread: 0.1}, affine: {latency: %s s, latency-standard-error: 0 s, bandwidth: %s MiB/s,"
                        + " bandwidth-standard-error: 0 MiB/s, mape: 0, spread: 0.2}, points: 20, smallest: 1 MiB, largest:"
                        + " 20 MiB}";
        StringBuilder platform =
                new StringBuilder("id: p\ndescription: made up\nsource: made up\nprovider: dear\ns3:\n");
        for (int memory : new int[] {512, 2048}) {
            platform.append("  - memory: ").append(memory).append(" MB\n");
            platform.append("    upload: ")
                    .append(direction.formatted("0.5", "2"))
                    .append('\n');
            platform.append("    download: ")
                    .append(direction.formatted("0.375", "8"))
                    .append('\n');
        }
        Files.writeString(traces.resolve("platforms/p.yaml"), platform.toString());
        Files.createDirectories(traces.resolve("services"));
        Files.copy(SHIPPED.traces().resolve("services/aws-2024.yaml"), traces.resolve("services/aws-2024.yaml"));
        String shipped = Files.readString(SHIPPED.traces().resolve("providers/aws-us-east-1-2024.yaml"));
        Files.writeString(
                traces.resolve("providers/dear.yaml"),
                shipped.replace("id: aws-us-east-1-2024", "id: dear")
                        .replace("0.000005 USD/request", "0.05 USD/request"));
        Files.copy(SHIPPED.traces().resolve("providers/fasdl-code.yaml"), traces.resolve("providers/fasdl-code.yaml"));
        return new Profiles(traces);
    }

    /** Deletes a folder of traces with all that is in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /**
     * W = 5, K = 3, a batch of 8, 1,000 MB, two epochs of those traces, as the overrides change it. An epoch takes about 900 s,
     * which no function would live: what the equations say, which know no lifetime, is not to depend on it.
     */
    public static Setting prepare(Profiles profiles, String... overrides) {
        return prepareText(profiles, """
                name: test
                workload: w
                platform: p
                curve: affine
                epochs: 2
                plan: {workers: 5, memory: 1000 MB, batch: 8, aggregators: 3}
                lifetime: {limit: ignored}
                """, overrides);
    }

    /** The setting of a scenario's text. */
    public static Setting prepareText(Profiles profiles, String text, String... overrides) {
        return Preparation.prepare(ScenarioLoader.load("test.yaml", text, List.of(overrides)), profiles);
    }
}
