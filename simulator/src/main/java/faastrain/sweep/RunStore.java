package faastrain.sweep;

import faastrain.result.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The finished runs of a sweep, in a file that survives whatever happens to the program: an SQLite database with one table,
 * {@code runs}, which any tool for SQLite opens. A row is a run: the hash of its point, the replication, why it failed if it
 * did, and a number for each of {@link faastrain.result.RunColumn#ALL}, NULL where it has none. Nothing in it depends on
 * when, where or in which order the runs were made. The file is marked as ours by the application id 0x4654524E, the letters
 * FTRN, and by the version of its schema.
 *
 * <p>Numbers come back to the bit, with one exception: SQLite has no negative zero, and gives zero. Text comes back to the
 * character; half of a surrogate pair, which UTF-8 cannot hold, as a question mark.
 *
 * <p>A store that is open for writing is locked against all other programs until it is closed. What {@link #add} was given
 * is on the disk when it returns: a kill at any later moment, or the loss of power, loses nothing, and what a kill cut off is
 * taken back at the next opening. After a {@link StoreException} from a write all earlier runs are there, and nothing of what
 * was to be written.
 *
 * <p>Threads may share a store; they wait for each other.
 */
public final class RunStore implements AutoCloseable {
    /** What SQLite allows. */
    private static final long MOST_PAGES = 4_294_967_294L;

    /** One run of a point. */
    public record Row(PointHash point, RunRecord run) {}

    private final StoreFile file;
    private final boolean writable;
    private final long pages;
    private Connection connection;
    private RunTable table;

    /** Holds the lock of a file that has taken the place of another; closed last. */
    private Optional<Connection> lock = Optional.empty();

    private boolean open = true;

    private RunStore(StoreFile file, boolean writable, long pages, Connection connection) throws SQLException {
        this.file = file;
        this.writable = writable;
        this.pages = pages;
        this.connection = connection;
        this.table = new RunTable(connection);
    }

    /**
     * Creates a store, with the folders it is in, or opens one for this program alone. A file without a byte in it is taken as
     * a store that was just to be created.
     *
     * @throws StoreException when the file is something else, in use, damaged, not to be written, or of another version;
     *     it is unchanged then
     */
    public static RunStore open(Path file) {
        return open(file, MOST_PAGES);
    }

    /**
     * Opens a store that cannot grow beyond a size, as on a disk that is full then.
     *
     * @param pages of 4 KiB
     */
    static RunStore open(Path file, long pages) {
        StoreFile at = StoreFile.toWrite(file);
        try {
            lookAt(at);
            Connection connection = at.writing(pages);
            try {
                if (at.isEmpty()) {
                    RunTable.create(connection);
                }
                RunTable.check(connection, at.problems());
                StoreFile.execute(connection, "COMMIT");
                at.clean();
                return new RunStore(at, true, pages, connection);
            } catch (SQLException | IOException | RuntimeException e) {
                StoreFile.close(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw at.problems().of(e);
        } catch (IOException e) {
            throw at.problems().of(e);
        }
    }

    /** Sees that a file is ours before it is opened in a way in which SQLite might change it. */
    private static void lookAt(StoreFile file) throws SQLException, IOException {
        try (Connection connection = readingOrRecovered(file)) {
            if (!file.isEmpty()) {
                RunTable.check(connection, file.problems());
            }
        }
    }

    private static Connection readingOrRecovered(StoreFile file) throws SQLException, IOException {
        try {
            return file.reading();
        } catch (SQLException e) {
            if (!StoreFile.isCutOff(e)) {
                throw e;
            }
            file.recover();
            return file.reading();
        }
    }

    /**
     * Opens a store to read it only, such as to merge it into another; nobody can write it meanwhile. The file is not
     * changed, except that a write that a kill cut off is taken back.
     *
     * @throws StoreException when there is no such file, or it is something else, in use, damaged or of another version
     */
    public static RunStore read(Path file) {
        StoreFile at = StoreFile.toRead(file);
        try {
            Connection connection = readingOrRecovered(at);
            try {
                if (at.isEmpty()) {
                    connection.close();
                    connection = at.inMemory();
                    RunTable.create(connection);
                }
                RunTable.check(connection, at.problems());
                return new RunStore(at, false, MOST_PAGES, connection);
            } catch (SQLException | IOException | RuntimeException e) {
                StoreFile.close(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw at.problems().of(e);
        } catch (IOException e) {
            throw at.problems().of(e);
        }
    }

    /**
     * Adds runs, all or none. One that is there already with the same numbers is left.
     *
     * @throws StoreException when one is there with other numbers, or they cannot be written
     * @throws IllegalArgumentException when the number of a column of counts is not whole
     */
    public synchronized void add(List<Row> rows) {
        checkWritable();
        rows.forEach(row -> RunTable.check(row.run()));
        write(() -> {
            for (Row row : rows) {
                insert(row);
            }
            return rows.size();
        });
    }

    /** Whether it was new. */
    private boolean insert(Row row) {
        try {
            boolean added = table.insert(row);
            if (!added
                    && !table.find(row.point(), row.run().replication())
                            .equals(Optional.of(RunTable.asKept(row.run())))) {
                throw file.problems().conflict(row);
            }
            return added;
        } catch (SQLException e) {
            throw file.problems().of(e);
        }
    }

    /** In one transaction, which is durable when this returns and leaves nothing when it fails. */
    private <T> T write(Query<T> work) {
        return query(() -> {
            try {
                StoreFile.execute(connection, "BEGIN IMMEDIATE");
                T result = work.run();
                StoreFile.execute(connection, "COMMIT");
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(e);
                throw e;
            }
        });
    }

    private void rollBack(Throwable failure) {
        try {
            StoreFile.execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // SQLite has done so itself after most failures, and says that there is nothing to take back.
            failure.addSuppressed(e);
        }
    }

    @FunctionalInterface
    private interface Query<T> {
        T run() throws SQLException;
    }

    private <T> T query(Query<T> query) {
        checkOpen();
        try {
            return query.run();
        } catch (SQLException e) {
            throw file.problems().of(e);
        }
    }

    /** Which replications of a point are there; bit 0 is none. */
    public synchronized BitSet finished(PointHash point) {
        return query(() -> table.replications(point));
    }

    /** Gives the runs of a point one by one, in the order of the replications; no more than one is held in memory. */
    public synchronized void runs(PointHash point, Consumer<RunRecord> each) {
        query(() -> {
            table.runs(point, each);
            return each;
        });
    }

    /** How many runs there are. Counts them, so it takes as long as to read the file. */
    public synchronized long count() {
        return query(table::count);
    }

    /**
     * Adds all runs of another store that are not here, all or none.
     *
     * @return how many were new
     * @throws StoreException when a run is in both with different numbers, or something cannot be read or written
     */
    public synchronized long merge(RunStore other) {
        checkWritable();
        return write(() -> {
            long[] added = new long[1];
            other.rows(row -> added[0] += insert(row) ? 1 : 0);
            return added[0];
        });
    }

    private synchronized void rows(Consumer<Row> each) {
        query(() -> {
            table.rows(each);
            return each;
        });
    }

    /**
     * Brings the file into its canonical form, which is the same bytes for the same runs, whatever was done to get them, with
     * the same version of faastrain. Whatever else was put into the file is dropped. It is written anew beside, as
     * {@code FILE-compact}, and then takes the place of the store in one step: a kill leaves the one or the other. Nobody else
     * can open the store meanwhile, and it stays open.
     *
     * @throws StoreException when it cannot be written; the store is as it was
     */
    public synchronized void compact() {
        checkWritable();
        try {
            Connection fresh = file.fresh();
            try {
                copyTo(fresh);
                file.replace();
            } catch (SQLException | IOException | RuntimeException e) {
                StoreFile.close(fresh, e);
                StoreFile.close(file::clean, e);
                throw e;
            }
            goOnWith(fresh);
        } catch (SQLException e) {
            throw file.problems().of(e);
        } catch (IOException e) {
            throw file.problems().of(e);
        }
    }

    /** In the order of the key, so that pages fill one after the other. */
    private void copyTo(Connection fresh) throws SQLException {
        RunTable.create(fresh);
        RunTable copy = new RunTable(fresh);
        rows(row -> {
            try {
                copy.insert(row);
            } catch (SQLException e) {
                throw file.problems().of(e);
            }
        });
        StoreFile.execute(fresh, "COMMIT");
    }

    /** What wrote the new file has its lock, but knows it, and would name its journal, by the name it had before. */
    private void goOnWith(Connection fresh) throws SQLException {
        try {
            close();
            connection = file.writingLocked(pages);
            table = new RunTable(connection);
        } catch (SQLException | RuntimeException e) {
            StoreFile.close(fresh, e);
            throw e;
        }
        lock = Optional.of(fresh);
        open = true;
    }

    private void checkOpen() {
        if (!open) {
            throw new IllegalStateException(file.problems().file() + " is closed");
        }
    }

    private void checkWritable() {
        checkOpen();
        if (!writable) {
            throw new IllegalStateException(file.problems().file() + " was opened to be read only");
        }
    }

    /** Gives the file free. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (!open) {
            return;
        }
        open = false;
        try {
            try {
                connection.close();
            } finally {
                if (lock.isPresent()) {
                    lock.get().close();
                }
            }
        } catch (SQLException e) {
            throw file.problems().of(e);
        }
    }
}
