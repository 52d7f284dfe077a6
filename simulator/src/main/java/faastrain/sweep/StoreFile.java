package faastrain.sweep;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The file of a store, and the ways to open it. Nothing here reads the file but through SQLite, with one exception: on POSIX
 * systems a process that closes any descriptor of a file gives up all its locks on it, and SQLite takes care of that only for
 * its own.
 */
final class StoreFile {
    /** Two waits at most come together at a door, so that a locked store is told within about a second. */
    private static final int WAIT_MILLISECONDS = 500;

    /** Of pages; a store grows in them at random, as hashes come. */
    private static final int CACHE_KIB = 32 * 1024;

    private static final int APPLICATION_ID_AT = 68;

    private final Path real;
    private final StoreProblems problems;

    private StoreFile(Path real, StoreProblems problems) {
        this.real = real;
        this.problems = problems;
    }

    /** A file to write, which is created with its folders where it is not there. */
    static StoreFile toWrite(Path file) {
        StoreProblems problems = StoreProblems.ofWriting(file);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            createUnlessThere(file);
            Path real = real(file, problems);
            if (!Files.isWritable(real) || !Files.isWritable(folder(real))) {
                throw problems.because(
                        "or its folder cannot be written; get the right to write both, or " + problems.otherwise());
            }
            return new StoreFile(real, problems);
        } catch (IOException e) {
            throw problems.of(e);
        }
    }

    /** A file to read, which must be there. */
    static StoreFile toRead(Path file) {
        StoreProblems problems = StoreProblems.ofReading(file);
        try {
            return new StoreFile(real(file, problems), problems);
        } catch (NoSuchFileException e) {
            throw new StoreException(file + " does not exist; name a store that a sweep has written", e);
        } catch (IOException e) {
            throw problems.of(e);
        }
    }

    /** Not by the driver, which creates a file and deletes it again to see whether it may. */
    private static void createUnlessThere(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            return;
        }
    }

    private static Path real(Path file, StoreProblems problems) throws IOException {
        Path real = file.toRealPath();
        if (!Files.isRegularFile(real)) {
            throw problems.because("is not a file; " + problems.otherwise());
        }
        return real;
    }

    private static Path folder(Path real) {
        Path folder = real.getParent();
        return folder == null ? real : folder;
    }

    StoreProblems problems() {
        return problems;
    }

    /** Where the canonical form is written before it takes the store's place. */
    Path beside() {
        return real.resolveSibling(real.getFileName() + "-compact");
    }

    /** What tells a file from another that took its name; empty where a system has no such thing. */
    Object identity() throws IOException {
        @Nullable
        Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
        return key == null ? "" : key;
    }

    /** Whether there is not a byte in it, as when a kill came right after it was created. */
    boolean isEmpty() throws IOException {
        return Files.size(real) == 0;
    }

    /**
     * A connection that can write, in an exclusive transaction that has just begun: the lock outlives it.
     *
     * @param pages how many the file may have
     * @throws StoreException when another has the file or is about to replace it
     */
    Connection writing(long pages) throws SQLException, IOException {
        Object before = identity();
        Connection connection = connect(real, "mode=rw");
        try {
            // Before the lock is kept, because this reads the file: two that open it at once would each keep the other
            // out.
            tune(connection);
            execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
            execute(connection, "BEGIN EXCLUSIVE");
            // Who waited for a file that was replaced meanwhile has locked what has no name any more.
            if (!before.equals(identity())) {
                throw problems.inUse();
            }
            execute(connection, "PRAGMA max_page_count = " + pages);
            return connection;
        } catch (SQLException | IOException | RuntimeException e) {
            close(connection, e);
            throw e;
        }
    }

    /** A connection to the file that has just taken the store's place, which is locked by {@link #fresh} already. */
    Connection writingLocked(long pages) throws SQLException {
        Connection connection = connect(real, "mode=rw&nolock=1");
        try {
            tune(connection);
            // With it the end of a transaction is synced, not only a deletion that a loss of power may undo.
            execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
            execute(connection, "PRAGMA max_page_count = " + pages);
            return connection;
        } catch (SQLException | RuntimeException e) {
            close(connection, e);
            throw e;
        }
    }

    /** A rollback journal and not a log: it works on network file systems and leaves one file. */
    private static void tune(Connection connection) throws SQLException {
        execute(connection, "PRAGMA synchronous = FULL");
        execute(connection, "PRAGMA cache_size = -" + CACHE_KIB);
    }

    /** A connection that only reads, in a transaction, so that nobody writes meanwhile. */
    Connection reading() throws SQLException {
        Connection connection = connect(real, "mode=ro");
        try {
            // In this mode the file is left alone even where it keeps a log, which other readers would make files for.
            execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
            execute(connection, "BEGIN");
            execute(connection, "SELECT count(*) FROM sqlite_schema");
            return connection;
        } catch (SQLException | RuntimeException e) {
            close(connection, e);
            throw e;
        }
    }

    /** Whether reading failed because a kill left a write by half, which only who may write can take back. */
    static boolean isCutOff(SQLException failure) {
        return failure instanceof SQLiteException known
                && known.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_ROLLBACK;
    }

    /**
     * Takes back the write that a kill cut off, as any program with SQLite does that opens the file.
     *
     * @throws StoreException when the file is not ours, and then it is left as it is
     */
    void recover() throws SQLException, IOException {
        if (!hasOurMark()) {
            throw problems.foreign();
        }
        try (Connection connection = connect(real, "mode=rw")) {
            execute(connection, "SELECT count(*) FROM sqlite_schema");
        }
    }

    /**
     * Looks at the head of the file itself, because SQLite would take back the write first. Nobody in this process can hold a
     * lock on it then: a journal is not left over as long as its writer lives.
     */
    private boolean hasOurMark() throws IOException {
        ByteBuffer mark = ByteBuffer.allocate(Integer.BYTES);
        try (SeekableByteChannel channel = Files.newByteChannel(real)) {
            channel.position(APPLICATION_ID_AT);
            while (mark.hasRemaining() && channel.read(mark) >= 0) {}
        }
        return mark.hasRemaining() || mark.getInt(0) == RunTable.APPLICATION_ID;
    }

    /** An empty database beside the file, locked as long as it is open, also after it has taken the file's place. */
    Connection fresh() throws SQLException, IOException {
        clean();
        Path beside = Files.createFile(beside());
        PosixFileAttributeView rights = Files.getFileAttributeView(real, PosixFileAttributeView.class);
        if (rights != null) {
            Files.setPosixFilePermissions(beside, rights.readAttributes().permissions());
        }
        Connection connection = connect(beside, "mode=rw");
        try {
            execute(connection, "PRAGMA page_size = 4096");
            execute(connection, "PRAGMA auto_vacuum = NONE");
            // Nothing left of what a page had before may get into the file.
            execute(connection, "PRAGMA secure_delete = ON");
            execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
            // A kill leaves a file that is deleted at the next opening.
            execute(connection, "PRAGMA journal_mode = OFF");
            tune(connection);
            execute(connection, "BEGIN EXCLUSIVE");
            return connection;
        } catch (SQLException | RuntimeException e) {
            close(connection, e);
            throw e;
        }
    }

    /** Puts what was written beside in the place of the file, for good. */
    void replace() throws IOException {
        Files.move(beside(), real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(folder(real), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Some systems cannot do this for a folder. Then the old file may be there after a loss of power, with the
            // same runs.
            return;
        }
    }

    /** Deletes what an interrupted compaction left; only who has the lock of the store may. */
    void clean() throws IOException {
        Files.deleteIfExists(beside());
    }

    private Connection connect(Path at, String parameters) throws SQLException {
        loadLibrary();
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(WAIT_MILLISECONDS);
        return config.createConnection("jdbc:sqlite:" + at.toUri() + "?" + parameters);
    }

    /** A database in memory. */
    Connection inMemory() throws SQLException {
        loadLibrary();
        return new SQLiteConfig().createConnection("jdbc:sqlite::memory:");
    }

    /** Says in one line what the driver logs with all its stack traces. */
    private void loadLibrary() {
        Logger driver = Logger.getLogger("org.sqlite");
        driver.setLevel(Level.OFF);
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError e) {
            throw problems.withoutLibrary(e);
        } finally {
            Reference.reachabilityFence(driver);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Closes or cleans up what is of no use after a failure, which is the one to tell. */
    static void close(AutoCloseable open, Throwable after) {
        try {
            open.close();
        } catch (Exception e) {
            after.addSuppressed(e);
        }
    }
}
