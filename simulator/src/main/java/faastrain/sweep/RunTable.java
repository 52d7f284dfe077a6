package faastrain.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import faastrain.result.RunColumn;
import faastrain.result.RunRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of runs in a database, and the marks by which the file is known as ours. It is ordered by point and replication,
 * so that the replications of a point are side by side.
 */
final class RunTable {
    /** The letters FTRN. */
    static final int APPLICATION_ID = 0x4654524E;

    /** Of the table. Another order or set of columns needs no other: the definition itself is compared. */
    static final int VERSION = 1;

    private static final String CREATE =
            "CREATE TABLE runs (point BLOB NOT NULL, replication INTEGER NOT NULL, failure TEXT, "
                    + RunColumn.ALL.stream()
                            .map(column -> quoted(column) + (column.whole() ? " INTEGER" : " REAL"))
                            .collect(Collectors.joining(", "))
                    + ", PRIMARY KEY (point, replication)) WITHOUT ROWID";

    private static final String NUMBERS =
            RunColumn.ALL.stream().map(RunTable::quoted).collect(Collectors.joining(", "));

    private static final String INSERT = "INSERT INTO runs (point, replication, failure, " + NUMBERS + ") VALUES ("
            + Stream.generate(() -> "?").limit(3 + RunColumn.ALL.size()).collect(Collectors.joining(", "))
            + ") ON CONFLICT DO NOTHING";

    private static final String SELECT = "SELECT replication, failure, " + NUMBERS + ", point FROM runs";

    /** Where the numbers begin in what is selected. */
    private static final int SELECTED = 3;

    /** Where they begin in what is inserted. */
    private static final int INSERTED = 4;

    private static final long LARGEST_WHOLE = 1L << 53;

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement find;

    /** Of a database that has the table. What is prepared here ends with the connection. */
    RunTable(Connection connection) throws SQLException {
        this.connection = connection;
        this.insert = connection.prepareStatement(INSERT);
        this.find = connection.prepareStatement(SELECT + " WHERE point = ? AND replication = ?");
    }

    /** Some columns have the names of keywords. */
    private static String quoted(RunColumn column) {
        return '"' + column.name() + '"';
    }

    /** Makes an empty database ours; in a transaction, so that no file is ours by half. */
    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
            statement.execute("PRAGMA user_version = " + VERSION);
            statement.execute(CREATE);
        }
    }

    /**
     * Refuses a database that is not ours.
     *
     * @throws StoreException when it is of something else, or of other columns than we have now
     */
    static void check(Connection connection, StoreProblems problems) throws SQLException {
        if (number(connection, "PRAGMA application_id") != APPLICATION_ID) {
            throw problems.foreign();
        }
        if (number(connection, "PRAGMA user_version") != VERSION
                || number(
                                connection,
                                "SELECT count(*) FROM sqlite_schema WHERE name = 'runs' AND sql = '" + CREATE + "'")
                        != 1) {
            throw problems.ofAnotherVersion();
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    /**
     * Refuses a run that the table cannot hold.
     *
     * @throws IllegalArgumentException when a count is not one, or the replication is not from 1
     */
    static void check(RunRecord run) {
        if (run.replication() < 1) {
            throw new IllegalArgumentException("replications are counted from 1, not " + run.replication());
        }
        for (int i = 0; run.failure().isEmpty() && i < RunColumn.ALL.size(); i++) {
            double value = run.value(i);
            if (RunColumn.ALL.get(i).whole()
                    && !Double.isNaN(value)
                    && (value != Math.rint(value) || Math.abs(value) > LARGEST_WHOLE)) {
                throw new IllegalArgumentException(
                        RunColumn.ALL.get(i).name() + " is a count below 2^53, not " + value);
            }
        }
    }

    /** What comes back of a run: SQLite has no negative zero, and text is UTF-8, which has no half of a character. */
    static RunRecord asKept(RunRecord run) {
        if (run.failure().isPresent()) {
            return RunRecord.failed(run.replication(), asKept(run.failure().get()));
        }
        double[] values = new double[RunColumn.ALL.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = asKept(run.value(i));
        }
        return RunRecord.ended(run.replication(), values);
    }

    private static double asKept(double value) {
        return value + 0.0;
    }

    private static String asKept(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    /** Adds a run unless there is one for its point and replication; whether there was none. */
    boolean insert(RunStore.Row row) throws SQLException {
        RunRecord run = row.run();
        insert.setBytes(1, row.point().bytes());
        insert.setInt(2, run.replication());
        Optional<String> failure = run.failure();
        if (failure.isPresent()) {
            insert.setString(3, asKept(failure.get()));
        } else {
            insert.setNull(3, Types.VARCHAR);
        }
        for (int i = 0; i < RunColumn.ALL.size(); i++) {
            int at = INSERTED + i;
            if (failure.isPresent() || Double.isNaN(run.value(i))) {
                insert.setNull(at, Types.DOUBLE);
            } else if (RunColumn.ALL.get(i).whole()) {
                insert.setLong(at, (long) run.value(i));
            } else {
                insert.setDouble(at, asKept(run.value(i)));
            }
        }
        return insert.executeUpdate() == 1;
    }

    Optional<RunRecord> find(PointHash point, int replication) throws SQLException {
        find.setBytes(1, point.bytes());
        find.setInt(2, replication);
        try (ResultSet found = find.executeQuery()) {
            return found.next() ? Optional.of(run(found)) : Optional.empty();
        }
    }

    BitSet replications(PointHash point) throws SQLException {
        BitSet replications = new BitSet();
        try (PreparedStatement select = connection.prepareStatement("SELECT replication FROM runs WHERE point = ?")) {
            select.setBytes(1, point.bytes());
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    replications.set(found.getInt(1));
                }
            }
        }
        return replications;
    }

    void runs(PointHash point, Consumer<RunRecord> each) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + " WHERE point = ? ORDER BY replication")) {
            select.setBytes(1, point.bytes());
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    each.accept(run(found));
                }
            }
        }
    }

    /** All of them, by point and replication. */
    void rows(Consumer<RunStore.Row> each) throws SQLException {
        int point = SELECTED + RunColumn.ALL.size();
        try (Statement select = connection.createStatement();
                ResultSet found = select.executeQuery(SELECT + " ORDER BY point, replication")) {
            while (found.next()) {
                each.accept(new RunStore.Row(PointHash.of(found.getBytes(point)), run(found)));
            }
        }
    }

    long count() throws SQLException {
        return number(connection, "SELECT count(*) FROM runs");
    }

    private static RunRecord run(ResultSet at) throws SQLException {
        int replication = at.getInt(1);
        String failure = at.getString(2);
        if (!at.wasNull()) {
            return RunRecord.failed(replication, failure);
        }
        List<RunColumn> columns = RunColumn.ALL;
        double[] values = new double[columns.size()];
        for (int i = 0; i < values.length; i++) {
            double value = columns.get(i).whole() ? at.getLong(SELECTED + i) : at.getDouble(SELECTED + i);
            values[i] = at.wasNull() ? Double.NaN : value;
        }
        return RunRecord.ended(replication, values);
    }
}
