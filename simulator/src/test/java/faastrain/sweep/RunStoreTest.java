package faastrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import faastrain.result.RunColumn;
import faastrain.result.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
    @TempDir
    Path folder;

    // jqwik knows no TempDir.
    private Path tries;

    @BeforeTry
    void makeFolder() throws IOException {
        tries = Files.createTempDirectory("runs");
    }

    @AfterTry
    void deleteFolder() throws IOException {
        try (Stream<Path> all = Files.walk(tries)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Provide
    Arbitrary<List<RunStore.Row>> differentRuns() {
        return rows().map(rows -> {
            Map<String, RunStore.Row> first = new LinkedHashMap<>();
            rows.forEach(row -> first.putIfAbsent(row.point() + " " + row.run().replication(), row));
            return List.copyOf(first.values());
        });
    }

    private static Arbitrary<List<RunStore.Row>> rows() {
        Arbitrary<PointHash> points = Arbitraries.of(
                new PointHash(0, 0, 0, 0),
                new PointHash(-1, -1, -1, -1),
                new PointHash(Long.MAX_VALUE, 0, 0, 0),
                new PointHash(Long.MIN_VALUE, 0, 0, 0),
                Runs.point(1),
                Runs.point(2));
        Arbitrary<Integer> replications = Arbitraries.integers().between(1, 70);
        Arbitrary<String> reasons = Arbitraries.strings()
                .withCharRange('\0', '\ud7ff')
                .withChars("'\"\n\r\t\0;%?")
                .ofMaxLength(40)
                .flatMap(text -> Arbitraries.of(text, text + "\ud83d\ude80", text.repeat(50)));
        Arbitrary<Long> seeds = Arbitraries.longs();
        Arbitrary<RunRecord> runs = Combinators.combine(replications, reasons, seeds)
                .as((replication, reason, seed) ->
                        seed % 4 == 0 ? RunRecord.failed(replication, reason) : random(replication, seed));
        return Combinators.combine(points, runs).as(RunStore.Row::new).list().ofMaxSize(60);
    }

    /** Any bits at all, but for the negative zero, and what stands at the edges. */
    private static RunRecord random(int replication, long seed) {
        double[] edges = {
            Double.NaN,
            0,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            -Double.MIN_NORMAL,
            Double.MAX_VALUE,
            1L << 53,
            0x1p63,
            -0x1p63,
            Math.nextDown(0x1p47),
            1e15,
            0.1
        };
        Random random = new Random(seed);
        double[] values = new double[RunColumn.ALL.size()];
        for (int i = 0; i < values.length; i++) {
            double edge = edges[random.nextInt(edges.length)];
            if (RunColumn.ALL.get(i).whole()) {
                values[i] = Math.abs(edge) <= 1L << 53 ? Math.rint(edge) + 0.0 : random.nextLong() >> 11;
            } else {
                values[i] = random.nextBoolean() ? edge : Double.longBitsToDouble(random.nextLong());
            }
        }
        return RunRecord.ended(replication, values);
    }

    private static List<RunStore.Row> all(RunStore store, List<RunStore.Row> like) {
        List<RunStore.Row> all = new ArrayList<>();
        like.stream()
                .map(RunStore.Row::point)
                .distinct()
                .sorted()
                .forEach(point -> store.runs(point, run -> all.add(new RunStore.Row(point, run))));
        return all;
    }

    private static List<RunStore.Row> sorted(List<RunStore.Row> rows) {
        return rows.stream()
                .sorted(Comparator.comparing(RunStore.Row::point)
                        .thenComparing(row -> row.run().replication()))
                .toList();
    }

    @Property(tries = 40)
    void whatIsAddedComesBackToTheBitInOrder(@ForAll("differentRuns") List<RunStore.Row> rows) {
        Path file = tries.resolve("store.sqlite");
        try (RunStore store = RunStore.open(file)) {
            store.add(rows);
            assertThat(all(store, rows)).isEqualTo(sorted(rows));
        }
        try (RunStore store = RunStore.read(file)) {
            assertThat(all(store, rows)).isEqualTo(sorted(rows));
            assertThat(store.count()).isEqualTo(rows.size());
            for (RunStore.Row row : rows) {
                BitSet expected = new BitSet();
                rows.stream()
                        .filter(each -> each.point().equals(row.point()))
                        .forEach(each -> expected.set(each.run().replication()));
                assertThat(store.finished(row.point())).isEqualTo(expected);
            }
        }
    }

    /** The bytes of a store to which the runs were added at once. */
    private byte[] canonical(List<RunStore.Row> rows) throws IOException {
        Path file = tries.resolve("canonical.sqlite");
        try (RunStore store = RunStore.open(file)) {
            store.add(rows);
            store.compact();
        }
        return Files.readAllBytes(file);
    }

    @Property(tries = 25)
    void theCanonicalFileIsTheSameWhateverItsHistory(
            @ForAll("differentRuns") List<RunStore.Row> rows, @ForAll Random random) throws IOException {
        byte[] expected = canonical(rows);
        Path file = tries.resolve("store.sqlite");
        List<RunStore.Row> shuffled = new ArrayList<>(rows);
        shuffled.addAll(rows.subList(0, rows.size() / 2));
        Collections.shuffle(shuffled, random);
        for (int from = 0; from < shuffled.size(); ) {
            try (RunStore store = RunStore.open(file)) {
                for (int i = random.nextInt(3); i >= 0 && from < shuffled.size(); i--) {
                    int to = Math.min(shuffled.size(), from + 1 + random.nextInt(30));
                    store.add(shuffled.subList(from, to));
                    from = to;
                }
                if (random.nextInt(3) == 0) {
                    store.compact();
                }
            }
        }
        try (RunStore store = RunStore.open(file)) {
            store.compact();
            store.add(rows);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    }

    @Property(tries = 15)
    void mergesOfAnyPartsInAnyOrderGiveTheFileOfTheWhole(
            @ForAll("differentRuns") List<RunStore.Row> rows, @ForAll Random random) throws IOException {
        byte[] expected = canonical(rows);
        Path file = tries.resolve("store.sqlite");
        int parts = 1 + random.nextInt(3);
        List<List<RunStore.Row>> cut = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            cut.add(new ArrayList<>());
        }
        // One part has each run, and others may have it too.
        rows.forEach(row -> {
            cut.get(random.nextInt(parts)).add(row);
            cut.get(random.nextInt(parts)).add(row);
        });
        long added = 0;
        try (RunStore store = RunStore.open(file)) {
            for (int i = 0; i < parts; i++) {
                Path part = tries.resolve("part" + i);
                try (RunStore other = RunStore.open(part)) {
                    other.add(cut.get(i));
                }
                try (RunStore other = RunStore.read(part)) {
                    added += store.merge(other);
                    assertThat(store.merge(other)).isZero();
                }
            }
            store.compact();
        }
        assertThat(added).isEqualTo(rows.size());
        assertThat(Files.readAllBytes(file)).isEqualTo(expected);
    }

    @Test
    void runsThatAreThereAlreadyChangeNotAByte() throws IOException {
        Path file = folder.resolve("store.sqlite");
        try (RunStore store = RunStore.open(file)) {
            store.add(Runs.batch(1));
        }
        byte[] before = Files.readAllBytes(file);
        try (RunStore store = RunStore.open(file)) {
            store.add(Runs.batch(1));
            assertThat(store.count()).isEqualTo(4);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void anotherResultForARunIsRefusedWithAllThatCameWithIt() throws IOException {
        Path file = folder.resolve("store.sqlite");
        try (RunStore store = RunStore.open(file)) {
            store.add(Runs.batch(1));
        }
        byte[] before = Files.readAllBytes(file);
        try (RunStore store = RunStore.open(file)) {
            for (RunRecord other :
                    List.of(Runs.ended(2, Math.nextUp(1.0)), RunRecord.failed(2, "lost"), Runs.with(2, Double.NaN))) {
                List<RunStore.Row> rows = new ArrayList<>(Runs.batch(2));
                rows.add(Runs.row(1, other));
                assertThatThrownBy(() -> store.add(rows))
                        .isInstanceOf(StoreException.class)
                        .hasMessageStartingWith(file + " has another result for replication 2 of point "
                                + Runs.point(1).hex())
                        .hasMessageEndingWith("name another store with --store");
            }
            assertThatThrownBy(() -> store.add(List.of(Runs.row(1, RunRecord.failed(3, "another reason")))))
                    .isInstanceOf(StoreException.class);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (RunStore store = RunStore.open(file)) {
            store.add(Runs.batch(2));
            assertThat(store.count()).isEqualTo(8);
        }
    }

    @Test
    void twoResultsForARunInOneBatchAreRefused() {
        try (RunStore store = RunStore.open(folder.resolve("store.sqlite"))) {
            assertThatThrownBy(() -> store.add(List.of(Runs.row(1, Runs.with(1, 2)), Runs.row(1, Runs.with(1, 3)))))
                    .hasMessageContaining("has another result for replication 1");
            assertThat(store.count()).isZero();
        }
    }

    @Test
    void aMergeWithAnotherResultAddsNothing() throws IOException {
        Path file = folder.resolve("store.sqlite");
        Path part = folder.resolve("part.sqlite");
        try (RunStore store = RunStore.open(file);
                RunStore other = RunStore.open(part)) {
            store.add(List.of(Runs.row(3, Runs.with(1, 1))));
            other.add(Runs.batch(1));
            other.add(Runs.batch(2));
            other.add(List.of(Runs.row(3, Runs.with(1, 2))));
            assertThatThrownBy(() -> store.merge(other))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(file + " has another result for replication 1 of point "
                            + Runs.point(3).hex());
            assertThat(store.count()).isEqualTo(1);
            assertThat(other.count()).isEqualTo(9);
        }
    }

    @Test
    void negativeZeroComesBackAsZeroAndIsTheSameResult() {
        try (RunStore store = RunStore.open(folder.resolve("store.sqlite"))) {
            store.add(List.of(Runs.row(1, Runs.with(1, -0.0))));
            store.add(List.of(Runs.row(1, Runs.with(1, 0.0)), Runs.row(1, Runs.with(1, -0.0))));
            assertThat(Runs.runs(store, Runs.point(1))).containsExactly(Runs.with(1, 0.0));
        }
    }

    @Test
    void halfACharacterOfAReasonComesBackAsAQuestionMarkAndIsTheSameResult() {
        try (RunStore store = RunStore.open(folder.resolve("store.sqlite"))) {
            RunStore.Row half = Runs.row(1, RunRecord.failed(1, "a\ud83d!"));
            store.add(List.of(half));
            store.add(List.of(half));
            assertThat(Runs.runs(store, Runs.point(1))).containsExactly(RunRecord.failed(1, "a?!"));
        }
    }

    @Test
    void anEmptyReasonIsStillAFailureAndNoNumbersAreNot() {
        try (RunStore store = RunStore.open(folder.resolve("store.sqlite"))) {
            store.add(List.of(Runs.row(1, RunRecord.failed(1, "")), Runs.row(1, Runs.with(2, Double.NaN))));
            assertThat(Runs.runs(store, Runs.point(1)))
                    .containsExactly(RunRecord.failed(1, ""), Runs.with(2, Double.NaN));
        }
    }

    @Test
    void aCountThatIsNotWholeIsRefusedBeforeAnythingIsWritten() {
        double[] values = new double[RunColumn.ALL.size()];
        values[RunColumn.index("put")] = 1.5;
        try (RunStore store = RunStore.open(folder.resolve("store.sqlite"))) {
            assertThatThrownBy(() ->
                            store.add(List.of(Runs.row(1, Runs.with(1, 1)), Runs.row(1, RunRecord.ended(2, values)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("put is a count below 2^53, not 1.5");
            assertThatThrownBy(() -> store.add(List.of(Runs.row(1, Runs.with(0, 1)))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("replications are counted from 1, not 0");
            assertThat(store.count()).isZero();
        }
    }

    @Test
    void anyToolFindsATableOfRunsWithAColumnForEachNumber() throws SQLException {
        Path file = folder.resolve("store.sqlite");
        try (RunStore store = RunStore.open(file)) {
            store.add(Runs.batch(7));
            store.compact();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            try (ResultSet mark = statement.executeQuery("PRAGMA application_id")) {
                assertThat(mark.getInt(1)).isEqualTo(('F' << 24) + ('T' << 16) + ('R' << 8) + 'N');
            }
            try (ResultSet version = statement.executeQuery("PRAGMA user_version")) {
                assertThat(version.getInt(1)).isEqualTo(1);
            }
            List<String> columns = new ArrayList<>(List.of("point BLOB", "replication INTEGER", "failure TEXT"));
            RunColumn.ALL.forEach(column -> columns.add(column.name() + (column.whole() ? " INTEGER" : " REAL")));
            List<String> found = new ArrayList<>();
            try (ResultSet column = statement.executeQuery("PRAGMA table_info(runs)")) {
                while (column.next()) {
                    found.add(column.getString("name") + " " + column.getString("type"));
                }
            }
            assertThat(found).isEqualTo(columns);
            try (ResultSet run = statement.executeQuery(
                    "SELECT lower(hex(point)), time_s, \"put\", typeof(\"put\") FROM runs WHERE replication = 2")) {
                assertThat(run.getString(1)).isEqualTo(Runs.point(7).hex());
                assertThat(run.getDouble(2)).isEqualTo((1 * 7 + 2) / 3.0);
                assertThat(run.getLong(3)).isEqualTo((RunColumn.index("put") + 1) * 7 + 2);
                assertThat(run.getString(4)).isEqualTo("integer");
            }
            try (ResultSet run = statement.executeQuery("SELECT failure, time_s FROM runs WHERE replication = 3")) {
                assertThat(run.getString(1)).isEqualTo("out of memory at point 7");
                assertThat(run.getObject(2)).isNull();
            }
        }
    }

    @Test
    void aStoreIsOneFileOnceItIsClosed() throws IOException {
        Path file = folder.resolve("new").resolve("folders").resolve("a b?#%é.sqlite");
        try (RunStore store = RunStore.open(file)) {
            store.add(Runs.batch(1));
            store.compact();
            store.add(Runs.batch(2));
        }
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aStoreGoesOnAfterItWasCompactedTwice() {
        Path file = folder.resolve("store.sqlite");
        try (RunStore store = RunStore.open(file)) {
            store.add(Runs.batch(1));
            store.compact();
            store.add(Runs.batch(2));
            store.compact();
            store.add(Runs.batch(3));
            assertThat(store.count()).isEqualTo(12);
        }
        try (RunStore store = RunStore.open(file)) {
            assertThat(store.count()).isEqualTo(12);
        }
    }

    @Test
    void compactionFollowsALinkToTheStore() throws IOException {
        Path file = folder.resolve("store.sqlite");
        Path link = Files.createSymbolicLink(folder.resolve("link.sqlite"), file.getFileName());
        Files.createFile(file);
        try (RunStore store = RunStore.open(link)) {
            store.add(Runs.batch(1));
            store.compact();
        }
        assertThat(link).isSymbolicLink();
        try (RunStore store = RunStore.read(file)) {
            assertThat(store.count()).isEqualTo(4);
        }
    }

    @Test
    void aStoreThatIsReadOnlyOrClosedTakesNothing() {
        Path file = folder.resolve("store.sqlite");
        RunStore closed = RunStore.open(file);
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.add(Runs.batch(1))).hasMessage(file + " is closed");
        assertThatThrownBy(closed::count).hasMessage(file + " is closed");
        try (RunStore store = RunStore.read(file)) {
            assertThatThrownBy(() -> store.add(Runs.batch(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(file + " was opened to be read only");
            assertThatThrownBy(store::compact).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> store.merge(store)).isInstanceOf(IllegalStateException.class);
        }
    }
}
