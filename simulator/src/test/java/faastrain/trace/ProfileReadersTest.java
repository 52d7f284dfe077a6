package faastrain.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import faastrain.scenario.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileReadersTest {
    private static final Path TRACES = Path.of("..", "traces");

    @Test
    void shippedWorkloadsHoldThePublishedCoefficients() {
        WorkloadProfile resnet = WorkloadReader.read(TRACES.resolve("workloads/resnet50-cifar10.yaml"));
        assertEquals(97.49, resnet.modelMib());
        assertEquals(50_000, resnet.samples());
        assertEquals(new ComputeCoefficients(37.19, 12.48, -111.46), resnet.compute());
        assertEquals(
                new ComputeCoefficients(2344.97, 2.37, 1145.66),
                WorkloadReader.read(TRACES.resolve("workloads/bert-base-cola.yaml"))
                        .compute());
        assertEquals(
                new ComputeCoefficients(13.50, 9.57, -92.88),
                WorkloadReader.read(TRACES.resolve("workloads/mobilenet-cifar10.yaml"))
                        .compute());
        assertEquals(
                new ComputeCoefficients(2.16, 22.60, -93.22),
                WorkloadReader.read(TRACES.resolve("workloads/squeezenet-cifar10.yaml"))
                        .compute());
    }

    @Test
    void theUsualEpochsAreThoseThatFitThePublishedFigures() {
        for (String cifar : List.of("resnet50-cifar10", "mobilenet-cifar10", "squeezenet-cifar10")) {
            UsualEpochs usual = WorkloadReader.read(TRACES.resolve("workloads/" + cifar + ".yaml"))
                    .epochs()
                    .orElseThrow();
            assertEquals(20, usual.epochs());
            assertTrue(usual.source().startsWith("not printed in FasDL"));
        }
        WorkloadProfile bert = WorkloadReader.read(TRACES.resolve("workloads/bert-base-cola.yaml"));
        assertEquals(5, bert.epochs().orElseThrow().epochs());
        assertEquals(Optional.empty(), bert.profiled(), "FasDL publishes no range");
        assertEquals(
                Optional.empty(),
                WorkloadReader.read(TRACES.resolve("workloads/lr-higgs.yaml")).epochs());
    }

    @Test
    void logisticRegressionStatesTheRangeThatWasMeasured() {
        IterationTimes trace = IterationTimes.read(TRACES.resolve("iterations/logistic-regression-times.csv"));
        List<IterationTimes.Row> rows = trace.rows().stream()
                .filter(row -> row.model().equals("lr_higgs_pytorch_loader"))
                .toList();
        ProfiledRange measured = new ProfiledRange(
                rows.stream().mapToInt(IterationTimes.Row::batch).min().orElseThrow(),
                rows.stream().mapToInt(IterationTimes.Row::batch).max().orElseThrow(),
                rows.stream().mapToInt(IterationTimes.Row::memoryMb).min().orElseThrow(),
                rows.stream().mapToInt(IterationTimes.Row::memoryMb).max().orElseThrow());
        assertEquals(new ProfiledRange(100, 100_000, 886, 1769), measured);
        for (String workload : List.of("lr-higgs", "lr-two-gaussians")) {
            assertEquals(
                    Optional.of(measured),
                    WorkloadReader.read(TRACES.resolve("workloads/" + workload + ".yaml"))
                            .profiled());
        }
        assertTrue(measured.contains(100, 1769));
        assertFalse(measured.contains(99, 1769));
        assertFalse(measured.contains(100_001, 1000));
        assertFalse(measured.contains(100, 885));
        assertFalse(measured.contains(100, 1770));
    }

    @Test
    void aRangeHasAllItsEndsAndRises(@TempDir Path folder) throws IOException {
        String text = """
                id: net
                source: made up
                model: {name: Net, size: 1 MiB}
                data-set: {name: Data, size: 1 MiB, samples: 10}
                compute: {a: 1, b: 2, m: 0%s}
                training: {epochs: %s}
                """;
        Path file = Files.writeString(folder.resolve("bad.yaml"), text.formatted(", most-batch: 8", "0, source: s"));
        assertEquals("""
                FILE:5:10: compute.least-batch: is missing; it is needed here, for example "least-batch: 16"
                FILE:5:10: compute.least-memory: is missing; it is needed here, for example "least-memory: 1536 MB"
                FILE:5:10: compute.most-memory: is missing; it is needed here, for example "most-memory: 1536 MB"
                FILE:6:20: training.epochs: must be a whole number from 1 to 100000, but is "0\"""", refusal(() -> WorkloadReader.read(file), file));
        Files.writeString(
                file,
                text.formatted(
                        ", least-batch: 9, most-batch: 8, least-memory: 2 GB, most-memory: 2047 MB", "3, source: s"));
        assertEquals("""
                FILE:5:57: compute.most-batch: must be at least least-batch
                FILE:5:93: compute.most-memory: must be at least least-memory""", refusal(() -> WorkloadReader.read(file), file));
        Files.writeString(
                file, text.formatted(", least-batch: 8, most-batch: 8, least-memory: 2 GB, most-memory: 2047 MB", "3"));
        assertEquals("""
                FILE:5:93: compute.most-memory: must be at least least-memory
                FILE:6:11: training.source: is missing; it is needed here, for example "source: FasDL, Section V\"""", refusal(() -> WorkloadReader.read(file), file));
    }

    @Test
    void logisticRegressionOnHiggsExchangesAHundredAndSixteenBytes() {
        WorkloadProfile higgs = WorkloadReader.read(TRACES.resolve("workloads/lr-higgs.yaml"));
        assertEquals((28 + 1) * 4 / 1048576.0, higgs.modelMib(), "28 weights and a bias, float32");
        assertEquals(8e9 / 1048576, higgs.dataMib(), "8 GB as LambdaML reports them");
        assertEquals(11_000_000, higgs.samples());
    }

    @Test
    void everyPublishedPlanFitsTheMemoryItWasGiven() {
        // FasDL, Table IV, K-Reduce: memory and the larger of the two batches.
        assertFits("bert-base-cola", 10240, 84);
        assertFits("resnet50-cifar10", 1536, 170);
        assertFits("mobilenet-cifar10", 1920, 192);
        assertFits("squeezenet-cifar10", 768, 201);
    }

    private static void assertFits(String workload, double memoryMb, int batch) {
        WorkloadProfile profile = WorkloadReader.read(TRACES.resolve("workloads/" + workload + ".yaml"));
        assertTrue(profile.trainingMemory().orElseThrow().largestBatch(memoryMb) >= batch, workload);
    }

    @Test
    void shippedTrainingMemoryIsARefitOfTheShippedTrace() {
        PeakMemory trace = PeakMemory.read(TRACES.resolve("memory/peak-memory.csv"));
        assertRefit(trace, "bert_base", "bert-base-cola");
        assertRefit(trace, "resnet50", "resnet50-cifar10");
        assertRefit(trace, "mobilenet_v2", "mobilenet-cifar10");
        assertRefit(trace, "squeezenet1_1", "squeezenet-cifar10");
    }

    private static void assertRefit(PeakMemory trace, String model, String workload) {
        TrainingMemory shipped = WorkloadReader.read(TRACES.resolve("workloads/" + workload + ".yaml"))
                .trainingMemory()
                .orElseThrow();
        assertEquals(MemoryFit.fit(trace, model).trainingMemory(Fitting.DEFAULT_HEADROOM, shipped.source()), shipped);
    }

    @Test
    void shippedIterationTimesGiveEquation4sShape() {
        ComputeFit.Result fit =
                ComputeFit.fit(IterationTimes.read(TRACES.resolve("iterations/iteration-times-grid.csv")));
        assertEquals(
                List.of("squeezenet1_1", "mobilenet_v2", "resnet50"),
                fit.models().stream().map(ComputeFit.ModelFit::model).toList());
        assertEquals("bert_base", fit.refusals().get(0).path());
        for (ComputeFit.ModelFit model : fit.models()) {
            assertTrue(model.coefficients().b() > 0, model.model());
            assertTrue(model.mape() < 0.2, model.model());
        }
    }

    @Test
    void shippedPricesAreThoseOfTheTables() {
        ProviderProfile aws = ProviderReader.read(TRACES.resolve("providers/aws-us-east-1-2024.yaml"));
        assertEquals(new FunctionPrices(0.0000166667, 2e-7, 0.001), aws.functionPrices());
        assertEquals(new StoragePrices(5e-6, 4e-7, 5e-6, 0), aws.storagePrices());
        assertEquals(new FunctionLimits(128, 10240, 1769, 900), aws.functionLimits());
        assertEquals(new TablePrices(1.25e-6, 0.25e-6), aws.tablePrices().orElseThrow());
        assertEquals(0.0034e-6 * 1024, aws.cacheUsdPerMib().orElseThrow(), 1e-18);
        assertEquals(0.125, aws.cacheUsdPerGbHour().orElseThrow());
        assertEquals(
                Map.of("cache.t3.small", 0.034, "cache.t3.medium", 0.068, "cache.m5.large", 0.156),
                aws.cacheNodeUsdPerHour());
        assertEquals(
                Map.of(
                        "m5.large",
                        0.096,
                        "c5.large",
                        0.085,
                        "t2.medium",
                        0.0464,
                        "c5.4xlarge",
                        0.68,
                        "t2.2xlarge",
                        0.3712),
                aws.instanceUsdPerHour());
        assertTrue(aws.sources().get("storage.put").contains("s3/pricing"));

        ProviderProfile code = ProviderReader.read(TRACES.resolve("providers/fasdl-code.yaml"));
        assertEquals(1.64e-8 * 1024, code.functionPrices().usdPerGbSecond(), 1e-20);
        assertEquals(0, code.functionPrices().usdPerRequest());
        assertEquals(0, code.functionPrices().billingIncrementSeconds(), "the code rounds no duration");
        assertEquals(new StoragePrices(5e-6, 4e-7, 0, 0), code.storagePrices());
        assertEquals(Optional.empty(), code.cacheUsdPerMib());
        assertEquals(Optional.empty(), code.cacheUsdPerGbHour());
    }

    @Test
    void theShippedPlatformsCurvesFollowFromItsProvider() {
        PlatformProfile platform = PlatformReader.read(TRACES.resolve("platforms/aws-lambda-2023.yaml"));
        assertEquals(
                List.of(128, 256, 384, 512, 640, 768, 896, 1024, 1280, 1536, 1792, 2048, 2560, 3008),
                platform.s3().stream().map(MemoryCurves::memoryMb).toList());
        assertTrue(Files.exists(TRACES.resolve("providers/" + platform.provider() + ".yaml")));
    }

    @Test
    void lambdaMlsPlatformHoldsItsTwoConstants() {
        PlatformProfile platform = PlatformReader.read(TRACES.resolve("platforms/lambdaml-2021.yaml"));
        assertEquals(
                new AffineCurve(8e-2, 65e6 / 1048576),
                platform.published().orElseThrow().curve());
        assertEquals(
                "LambdaML: L_S3, 8e-2 s", platform.published().orElseThrow().latencySource());
        assertEquals(List.of(), platform.s3());
        assertTrue(Files.exists(TRACES.resolve("providers/" + platform.provider() + ".yaml")));
    }

    @Test
    void everyProblemOfPublishedConstantsIsReportedAtOnce(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), """
                id: published
                description: d
                source: s
                provider: aws
                s3:
                  latency: {value: 80, source: LambdaML}
                  bandwith: {value: 65 MB/s, source: LambdaML}
                """);
        assertEquals("""
                FILE:6:20: s3.latency.value: "80" has no unit; write "80 s" (s, ms, min or h)
                FILE:6:3: s3.bandwidth: is missing; it is needed here, for example "bandwidth: {value: …, source: …}"
                FILE:7:3: s3.bandwith: is not a known key; did you mean "bandwidth"? (known here: latency, bandwidth)""", refusal(() -> PlatformReader.read(file), file));
        Files.writeString(file, """
                id: published
                description: d
                source: s
                provider: aws
                s3:
                  latency: {value: 2 h}
                  bandwidth: {value: 0 MB/s, source: "", date: 2021-06-20}
                """);
        assertEquals("""
                FILE:6:20: s3.latency.value: must be at most 3600 s
                FILE:6:12: s3.latency.source: is missing; it is needed here, for example "source: LambdaML (arXiv 2105.07806)"
                FILE:7:22: s3.bandwidth.value: must be above 0, such as "65 MB/s"
                FILE:7:38: s3.bandwidth.source: must not be empty; write for example "LambdaML (arXiv 2105.07806)"
                FILE:7:42: s3.bandwidth.date: is not a known key (known here: value, source)""", refusal(() -> PlatformReader.read(file), file));
        Files.writeString(file, "id: a\ndescription: d\nsource: s\nprovider: aws\ns3: fast\n");
        assertEquals(
                "FILE:5:5: s3: must be a list (lines that begin with \"- \"), but is \"fast\"",
                refusal(() -> PlatformReader.read(file), file));
    }

    @Test
    void aPlatformHasEitherCurvesOrConstants() {
        PublishedLink link = new PublishedLink(new AffineCurve(0.08, 62), "a", "b");
        List<MemoryCurves> curves = randomPlatform(new Random(1), 1).s3();
        assertThrows(
                IllegalArgumentException.class,
                () -> new PlatformProfile("id", "d", "s", "p", curves, Optional.of(link)));
        assertThrows(IllegalArgumentException.class, () -> PlatformProfile.fitted("id", "d", "s", "p", List.of()));
    }

    @Test
    void everyProblemOfAWorkloadIsReportedAtOnce(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), """
                id: My Workload
                source: made up
                model: {name: Net, size: 97}
                data-set: {name: Data, size: 1 MiB, sampels: 10}
                compute: {a: -1, b: 2, m: NaN}
                training-memory: {base: 1 GB, per-sample: 0 MiB, headroom: 0.1, most-batch: 0, source: s}
                """);
        assertEquals("""
                FILE:1:5: id: "My Workload" must be lower-case letters, digits, dots and hyphens, such as resnet50-cifar10
                FILE:3:26: model.size: "97" has no unit; write "97 MiB" (MiB, KiB, GiB or B)
                FILE:4:11: data-set.samples: is missing; it is needed here, for example "samples: 50000"
                FILE:4:37: data-set.sampels: is not a known key; did you mean "samples"? (known here: name, size, samples, source)
                FILE:5:14: compute.a: must be above 0, such as 37.19
                FILE:5:27: compute.m: must be a finite number, but is "NaN"
                FILE:6:25: training-memory.base: "1 GB" has the unit "GB"; allowed here: MiB, KiB, GiB or B
                FILE:6:43: training-memory.per-sample: must be above 0, such as "3.5 MiB"
                FILE:6:77: training-memory.most-batch: must be a whole number from 1 to 1000000, but is "0\"""", refusal(() -> WorkloadReader.read(file), file));
    }

    @Test
    void aPlatformWithOneMemoryTwiceOrAnUnknownKeyIsRefused(@TempDir Path folder) throws IOException {
        PlatformProfile profile = randomPlatform(new Random(1), 2);
        String text = PlatformWriter.text(profile, List.of())
                .replace("memory: " + profile.s3().get(1).memoryMb() + " MB", "memory: 100 MB")
                .replaceFirst("bandwidth:", "bandwith:");
        Path file = Files.writeString(folder.resolve("bad.yaml"), text);
        String message = refusal(() -> PlatformReader.read(file), file);
        assertTrue(message.contains("s3[0].upload.affine.bandwidth: is missing"), message);
        assertTrue(message.contains("is not a known key; did you mean \"bandwidth\"?"), message);
        assertTrue(
                message.contains("s3[1].memory: 100 MB stands here a second time; it is already given at line 6"),
                message);
    }

    @Test
    void aPlatformsMissingFieldsAreShownWithExamplesOfTheirOwn(@TempDir Path folder) throws IOException {
        String text = PlatformWriter.text(randomPlatform(new Random(1), 1), List.of());
        String latency = text.replaceAll(" +latency: .*\n", "");
        Path file = Files.writeString(folder.resolve("bad.yaml"), latency);
        String message = refusal(() -> PlatformReader.read(file), file);
        assertTrue(message.contains("it is needed here, for example \"latency: 0.08 s\""), message);
        String curves = text.substring(0, text.indexOf("s3:"));
        Path none = Files.writeString(folder.resolve("none.yaml"), curves + "s3: []\n");
        assertEquals(
                "FILE:5:5: s3: must list the curves of one memory quota at least",
                refusal(() -> PlatformReader.read(none), none));
        Path missing = Files.writeString(folder.resolve("missing.yaml"), curves);
        message = refusal(() -> PlatformReader.read(missing), missing);
        assertTrue(message.contains("\"s3: [{memory: 1536 MB, upload: {…}, download: {…}}]\""), message);
    }

    @Test
    void magnitudesThatNothingHasAreRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), """
                id: net
                source: made up
                model: {name: Net, size: 1e300 MiB}
                data-set: {name: Data, size: 1e10 MiB, samples: 10}
                compute: {a: 1e308, b: 2e9, m: -2e9}
                training-memory: {base: 1e7 MiB, per-sample: 1e7 MiB, headroom: 11, source: s}
                """);
        assertEquals("""
                FILE:3:26: model.size: must be at most 1000000 MiB
                FILE:4:30: data-set.size: must be at most 1000000000 MiB
                FILE:5:14: compute.a: must be at most 1000000000
                FILE:5:24: compute.b: must be at most 1000000000
                FILE:5:32: compute.m: must be at least -1000000000
                FILE:6:25: training-memory.base: must be at most 1000000 MiB
                FILE:6:46: training-memory.per-sample: must be at most 1000000 MiB
                FILE:6:65: training-memory.headroom: must be at most 10""", refusal(() -> WorkloadReader.read(file), file));
        String platform = PlatformWriter.text(randomPlatform(new Random(1), 1), List.of())
                .replaceFirst(" p: .*", " p: 1e7 MiB/s")
                .replaceFirst("t-per-mib: .*", "t-per-mib: 1e-300")
                .replaceFirst(" latency: .*", " latency: 2 h")
                .replaceFirst("largest: .*", "largest: 1e300 MiB");
        Path other = Files.writeString(folder.resolve("platform.yaml"), platform);
        String message = refusal(() -> PlatformReader.read(other), other);
        assertTrue(message.contains("saturation.p: must be at most 1000000 MiB/s"), message);
        assertTrue(message.contains("saturation.t-per-mib: must be at least 1e-12, such as 0.1"), message);
        assertTrue(message.contains("affine.latency: must be at most 3600 s"), message);
        assertTrue(message.contains("upload.largest: must be at most 1000000 MiB"), message);
        assertEquals(4, message.lines().count(), message);
    }

    @Test
    void aPriceWithoutItsSourceIsRefused(@TempDir Path folder) throws IOException {
        String text = Files.readString(TRACES.resolve("providers/fasdl-code.yaml"))
                .replaceFirst("(put: \\{value: )[^}]*}", "$1-1 USD/request}")
                .replace("date: 2023-12-31", "date: 2023-13-31");
        Path file = Files.writeString(folder.resolve("bad.yaml"), text);
        String message = refusal(() -> ProviderReader.read(file), file);
        assertTrue(message.contains("storage.put.value: must be at least 0"), message);
        assertTrue(message.contains("storage.put.source: is missing"), message);
        assertTrue(message.contains("date: \"2023-13-31\" is not a day; write it as 2024-09-01"), message);
        assertEquals(3, message.lines().count(), message);
    }

    @Test
    void whatACacheStoresIsPricedByGbAndHour(@TempDir Path folder) throws IOException {
        String text = Files.readString(TRACES.resolve("providers/aws-us-east-1-2024.yaml"));
        Path file = Files.writeString(
                folder.resolve("bad.yaml"),
                text.replaceFirst("stored: \\{value: [^,]*", "stored: {value: 0.125 USD/h"));
        String message = refusal(() -> ProviderReader.read(file), file);
        assertTrue(
                message.endsWith("cache.stored.value: \"0.125 USD/h\" has the unit \"USD/h\"; allowed here: USD/GB-h"),
                message);
        assertEquals(1, message.lines().count(), message);
        Files.writeString(file, text.replaceFirst("  stored: .*\n", ""));
        assertEquals(Optional.empty(), ProviderReader.read(file).cacheUsdPerGbHour());
    }

    @Property(tries = 50)
    void aWrittenPlatformReadsBackTheSame(@ForAll long seed) throws IOException {
        Path file = Files.createTempFile("platform", ".yaml");
        try {
            PlatformProfile profile = randomPlatform(new Random(seed), 3);
            PlatformWriter.write(file, profile, List.of("made: \"by\" a test", "", "# twice"));
            assertEquals(profile, PlatformReader.read(file));
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 50)
    void writtenConstantsReadBackTheSame(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path file = Files.createTempFile("platform", ".yaml");
        try {
            AffineCurve curve = new AffineCurve(any(random), any(random));
            PublishedLink link = new PublishedLink(curve, "a \"paper\"", "another: #2");
            PlatformProfile profile = PlatformProfile.published("made", "d", "s", "aws", link);
            PlatformWriter.write(file, profile, List.of());
            assertEquals(profile, PlatformReader.read(file));
        } finally {
            Files.delete(file);
        }
    }

    private static PlatformProfile randomPlatform(Random random, int memories) {
        List<MemoryCurves> curves = new ArrayList<>();
        for (int i = 1; i <= memories; i++) {
            curves.add(new MemoryCurves(100 * i, randomFit(random), randomFit(random)));
        }
        return PlatformProfile.fitted(
                "made-" + random.nextInt(1_000_000),
                "a \"quoted\" \\ text:\t#1",
                "é\u2028\u0007 'x'",
                "provider",
                curves);
    }

    private static DirectionFit randomFit(Random random) {
        return new DirectionFit(
                new SaturationCurve(any(random), any(random)),
                any(random),
                any(random),
                any(random),
                any(random) / 100,
                new AffineCurve(any(random), any(random)),
                any(random),
                any(random),
                any(random),
                any(random) / 100,
                1 + random.nextInt(1000),
                0.5 + random.nextDouble(),
                2 + any(random));
    }

    /** Many magnitudes up to 2,980, every bit of the mantissa. */
    private static double any(Random random) {
        return Math.exp(26 * random.nextDouble() - 18);
    }

    private static String refusal(org.junit.jupiter.api.function.Executable reading, Path file) {
        return assertThrows(InvalidInputException.class, reading).getMessage().replace(file.toString(), "FILE");
    }
}
