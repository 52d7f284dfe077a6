package faastrain.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import faastrain.result.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTroubleTest {
    private static final String IN_USE =
            " is in use by another program; wait until that is done, or name another store";

    @TempDir
    Path folder;

    @TempDir
    Path unpacked;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("store.sqlite");
    }

    /** Every file of the folder with its bytes. */
    private Map<String, List<Byte>> bytes() throws IOException {
        Map<String, List<Byte>> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                List<Byte> content = new ArrayList<>();
                for (byte b : Files.readAllBytes(each)) {
                    content.add(b);
                }
                bytes.put(each.getFileName().toString(), content);
            }
        }
        return bytes;
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void create(int points) {
        try (RunStore store = RunStore.open(file)) {
            List<RunStore.Row> rows = new ArrayList<>();
            for (int point = 1; point <= points; point++) {
                rows.addAll(Runs.batch(point));
            }
            store.add(rows);
        }
    }

    private void isRefusedAndLeftAsItIs(String message) throws IOException {
        Map<String, List<Byte>> before = bytes();
        for (Function<Path, RunStore> way : List.<Function<Path, RunStore>>of(RunStore::open, RunStore::read)) {
            assertThatThrownBy(() -> way.apply(file))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(file + message)
                    .message()
                    .doesNotContain("\n");
        }
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void aTextFileIsNoStore() throws IOException {
        Files.writeString(file, "point,replication,time_s\n".repeat(100));
        isRefusedAndLeftAsItIs(" is not a store of runs and was left as it is; name another store");
    }

    @Test
    void aTextShorterThanAPageIsNoStore() throws IOException {
        Files.writeString(file, "a");
        isRefusedAndLeftAsItIs(" is not a store of runs and was left as it is; name another store");
    }

    @Test
    void aDatabaseOfSomethingElseIsNoStore() throws IOException, SQLException {
        sql("CREATE TABLE runs (point BLOB)");
        isRefusedAndLeftAsItIs(" is not a store of runs and was left as it is; name another store");
    }

    @Test
    void aDatabaseWithALogIsLeftWithItsLog() throws IOException, SQLException {
        Path other = folder.resolve("other");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE notes (note TEXT)");
            Files.copy(other, file);
            Files.copy(folder.resolve("other-wal"), folder.resolve("store.sqlite-wal"));
        }
        isRefusedAndLeftAsItIs(" cannot be locked: it was put into WAL mode by another program");
    }

    @Test
    void aStoreOfALaterVersionIsLeftAsItIs() throws IOException, SQLException {
        create(1);
        sql("PRAGMA user_version = 2");
        isRefusedAndLeftAsItIs(
                " was written by another version of faastrain and was left as it is; name another store");
    }

    @Test
    void aStoreOfOtherColumnsIsLeftAsItIs() throws IOException, SQLException {
        create(1);
        sql("ALTER TABLE runs RENAME COLUMN time_s TO seconds");
        isRefusedAndLeftAsItIs(" was written by another version of faastrain and was left as it is");
    }

    @Test
    void aFolderIsNoStore() throws IOException {
        Files.createDirectory(file);
        isRefusedAndLeftAsItIs(" is not a file; name another store");
    }

    @Test
    void aStoreThatIsNotThereIsNotCreatedToBeRead() throws IOException {
        assertThatThrownBy(() -> RunStore.read(file))
                .isInstanceOf(StoreException.class)
                .hasMessage(file + " does not exist; name a store that a sweep has written");
        assertThat(bytes()).isEmpty();
    }

    @Test
    void aFileWithoutAByteIsAStoreThatWasJustToBeCreated() throws IOException {
        Files.createFile(file);
        try (RunStore store = RunStore.read(file)) {
            assertThat(store.count()).isZero();
        }
        assertThat(file).isEmptyFile();
        create(1);
        try (RunStore store = RunStore.read(file)) {
            assertThat(store.count()).isEqualTo(4);
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path inTheWay = Files.createFile(folder.resolve("file"));
        Path below = inTheWay.resolve("store.sqlite");
        assertThatThrownBy(() -> RunStore.open(below))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(below + " cannot be written (" + inTheWay + ": is not a folder)");
    }

    @Test
    void aFolderWithoutTheRightToWriteIsToldAtOnce() throws IOException {
        create(1);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeTrue(!Files.isWritable(folder), "whoever may do everything is not kept from it");
            assertThatThrownBy(() -> RunStore.open(file))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(file + " or its folder cannot be written; get the right to write both");
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aDamagedStoreIsToldWhenTheDamageIsMet() throws IOException {
        create(400);
        byte[] whole = Files.readAllBytes(file);
        byte[] bytes = new byte[whole.length];
        new Random(1).nextBytes(bytes);
        System.arraycopy(whole, 0, bytes, 0, 8192);
        Files.write(file, bytes);
        try (RunStore store = RunStore.open(file)) {
            assertThatThrownBy(() -> {
                        for (int point = 1; point <= 400; point++) {
                            store.finished(Runs.point(point));
                        }
                    })
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(file + " is damaged (SQLITE_CORRUPT");
            assertThatThrownBy(store::compact).hasMessageStartingWith(file + " is damaged (SQLITE_CORRUPT");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(bytes()).containsOnlyKeys("store.sqlite");
    }

    @Test
    void aStoreIsForOneAtATimeInOneProgram() {
        try (RunStore store = RunStore.open(file)) {
            assertThatThrownBy(() -> RunStore.open(file)).hasMessage(file + IN_USE + " with --store");
            assertThatThrownBy(() -> RunStore.read(file)).hasMessage(file + IN_USE);
            store.compact();
            assertThatThrownBy(() -> RunStore.open(file)).hasMessage(file + IN_USE + " with --store");
            assertThatThrownBy(() -> RunStore.read(file)).hasMessage(file + IN_USE);
            store.add(Runs.batch(1));
        }
        try (RunStore reader = RunStore.read(file);
                RunStore other = RunStore.read(file)) {
            assertThat(reader.count()).isEqualTo(other.count());
            assertThatThrownBy(() -> RunStore.open(file)).hasMessage(file + IN_USE + " with --store");
        }
    }

    @Test
    void aStoreIsForOneProgramAtATimeAlsoOnceItIsCompacted() throws IOException {
        try (StoreProcess other = StoreProcess.start("", unpacked, "try", file)) {
            try (RunStore store = RunStore.open(file)) {
                store.add(Runs.batch(1));
                assertThat(other.open(file)).isEqualTo(file + IN_USE + " with --store");
                store.compact();
                assertThat(other.open(file)).isEqualTo(file + IN_USE + " with --store");
                store.add(Runs.batch(2));
                store.compact();
                assertThat(other.open(file)).isEqualTo(file + IN_USE + " with --store");
            }
            assertThat(other.open(file)).isEqualTo("opened 8");
        }
    }

    @Test
    void aLockOfAnotherToolIsWaitedForAndTold() throws SQLException {
        create(1);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> RunStore.open(file)).hasMessage(file + IN_USE + " with --store");
            statement.execute("COMMIT");
            try (RunStore store = RunStore.open(file)) {
                assertThat(store.count()).isEqualTo(4);
            }
        }
    }

    @Test
    void aFullDiskLosesNothingThatWasTold() {
        create(1);
        int told = 1;
        try (RunStore store = RunStore.open(file, 20)) {
            String message = "";
            while (message.isEmpty()) {
                try {
                    store.add(Runs.batch(told + 1));
                    told++;
                } catch (StoreException e) {
                    message = e.getMessage();
                }
            }
            assertThat(message)
                    .isEqualTo(file + " cannot grow because the disk is full; all runs that were told as finished are"
                            + " kept; free space and run the same command again");
            assertThat(store.count()).isEqualTo(4L * told);
        }
        assertThat(told).isGreaterThan(10);
        try (RunStore store = RunStore.open(file)) {
            assertThat(store.count()).isEqualTo(4L * told);
            store.add(Runs.batch(told + 1));
            assertThat(Runs.runs(store, Runs.point(told + 1)))
                    .isEqualTo(
                            Runs.batch(told + 1).stream().map(RunStore.Row::run).toList());
        }
    }

    @Test
    void aFileSystemThatTakesNoMoreLosesNothingThatWasTold() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash to set the limit with");
        int told = 0;
        String line;
        // In units of 1024 bytes; the library that is unpacked has to fit too.
        try (StoreProcess other = StoreProcess.start("ulimit -f 3000", unpacked, "fill", file)) {
            line = other.line();
            while (!line.startsWith(file.toString())) {
                told = Integer.parseInt(line);
                line = other.line();
            }
        }
        assertThat(line)
                .startsWith(file + " cannot be read or written (SQLITE_IOERR_WRITE)")
                .contains("all runs that were told as finished are kept");
        assertThat(told).isGreaterThan(1);
        try (RunStore store = RunStore.open(file)) {
            assertThat(store.count()).isEqualTo(StoreProcess.FILLED_AT_ONCE * (long) Runs.REPLICATIONS * told);
            store.add(Runs.batch(0));
        }
    }

    @Test
    void aStoreThatWasMovedAwayIsNotWrittenUnderItsOldName() throws IOException {
        try (RunStore store = RunStore.open(file)) {
            store.add(Runs.batch(1));
        }
        try (RunStore store = RunStore.open(file)) {
            Files.move(file, folder.resolve("moved.sqlite"));
            assertThatThrownBy(() -> store.add(Runs.batch(2)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(file + " was moved or replaced by another program");
        }
        file = folder.resolve("moved.sqlite");
        try (RunStore store = RunStore.open(file)) {
            assertThat(store.count()).isEqualTo(4);
        }
    }

    @Test
    void aCompactionThatCannotWriteLeavesTheStoreOpenAndAsItWas() throws IOException {
        Path inTheWay = folder.resolve("store.sqlite-compact");
        try (RunStore store = RunStore.open(file)) {
            store.add(Runs.batch(1));
            Files.createDirectories(inTheWay.resolve("below"));
            assertThatThrownBy(store::compact)
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith(file + " cannot be written (" + inTheWay);
            Files.delete(inTheWay.resolve("below"));
            store.add(Runs.batch(2));
            store.compact();
            assertThat(store.count()).isEqualTo(8);
        }
        assertThat(bytes()).containsOnlyKeys("store.sqlite");
    }

    @Test
    void whatAnInterruptedCompactionLeftIsDeletedAtTheNextOpening() throws IOException {
        create(1);
        Files.writeString(folder.resolve("store.sqlite-compact"), "half of it");
        try (RunStore store = RunStore.open(file)) {
            assertThat(store.count()).isEqualTo(4);
        }
        assertThat(bytes()).containsOnlyKeys("store.sqlite");
    }

    /** Leaves the file as a kill does while a transaction is written that does not fit into memory. */
    private void cutOff(String... statements) throws SQLException, IOException {
        Path live = folder.resolve("live");
        Files.move(file, live);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA cache_size = 1");
            statement.execute("PRAGMA cache_spill = 1");
            statement.execute("BEGIN IMMEDIATE");
            for (String each : statements) {
                statement.execute(each);
            }
            Files.copy(live, file);
            Files.copy(folder.resolve("live-journal"), folder.resolve("store.sqlite-journal"));
            statement.execute("ROLLBACK");
        }
        Files.delete(live);
    }

    @Test
    void aWriteThatWasCutOffIsTakenBackByWhoeverOpensTheStore() throws IOException, SQLException {
        for (Function<Path, RunStore> way : List.<Function<Path, RunStore>>of(RunStore::open, RunStore::read)) {
            create(300);
            byte[] before = Files.readAllBytes(file);
            cutOff("UPDATE runs SET failure = 'half'", "DELETE FROM runs WHERE replication > 1");
            assertThat(Files.readAllBytes(file)).isNotEqualTo(before);
            try (RunStore store = way.apply(file)) {
                assertThat(store.count()).isEqualTo(1200);
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
            Files.delete(file);
        }
    }

    @Test
    void aWriteOfAnotherProgramThatWasCutOffIsLeftToIt() throws IOException, SQLException {
        sql(
                "CREATE TABLE notes (note TEXT)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) INSERT INTO notes SELECT i FROM n");
        cutOff("UPDATE notes SET note = 'half'");
        isRefusedAndLeftAsItIs(" is not a store of runs and was left as it is; name another store");
        assertThat(bytes()).containsKey("store.sqlite-journal");
    }

    @Test
    void aLibraryThatCannotBeUnpackedIsToldInOneLineWithWhatToDo() throws IOException {
        Path noFolder = Files.createFile(folder.resolve("file"));
        try (StoreProcess other = StoreProcess.start("", noFolder, "add", file)) {
            assertThat(other.line())
                    .startsWith(
                            file + " cannot be opened because the library of SQLite cannot be unpacked to and loaded"
                                    + " from " + noFolder + "; ")
                    .contains("-Dorg.sqlite.tmpdir=FOLDER");
            assertThatThrownBy(other::line).hasMessage("the other program has ended");
        }
    }

    @Test
    void aKillAtAnyMomentLosesNoRunThatWasToldAndTheFileComesOutTheSame() throws IOException, InterruptedException {
        Random random = new Random(20);
        long told = 0;
        for (int kill = 0; kill < 8; kill++) {
            try (StoreProcess other = StoreProcess.start("", unpacked, "add", file)) {
                if (kill > 0) {
                    told = Long.parseLong(other.line());
                }
                Thread.sleep(random.nextInt(60));
                for (String line : other.kill()) {
                    told = Long.parseLong(line);
                }
            }
            try (RunStore store = RunStore.open(file)) {
                // The last one may be there without having been told.
                for (long point = 1; point <= told + 1; point++) {
                    List<RunRecord> expected =
                            Runs.batch(point).stream().map(RunStore.Row::run).toList();
                    List<RunRecord> found = Runs.runs(store, Runs.point(point));
                    if (point <= told || !found.isEmpty()) {
                        assertThat(found).isEqualTo(expected);
                    }
                }
                assertThat(store.count()).isBetween(4 * told, 4 * (told + 1));
            }
        }
        assertThat(told).isGreaterThan(8);
        try (RunStore store = RunStore.open(file)) {
            store.add(Runs.batch(told + 1));
            store.compact();
        }
        byte[] killed = Files.readAllBytes(file);
        Files.delete(file);
        create((int) told + 1);
        try (RunStore store = RunStore.open(file)) {
            store.compact();
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(killed);
        assertThat(bytes()).containsOnlyKeys("store.sqlite");
    }
}
