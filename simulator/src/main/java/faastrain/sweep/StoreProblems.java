package faastrain.sweep;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What can be wrong with the file of a store, in words for who runs the sweep.
 *
 * @param file as it was named
 * @param otherwise what else to do, such as to name another store
 */
record StoreProblems(Path file, String otherwise) {
    /** Holds in whatever moment a write fails: a transaction is taken back. */
    private static final String KEPT = "all runs that were told as finished are kept";

    private static final String IN_USE = "is in use by another program; wait until that is done, or ";

    static StoreProblems ofWriting(Path file) {
        return new StoreProblems(file, "name another store with --store");
    }

    static StoreProblems ofReading(Path file) {
        return new StoreProblems(file, "name another store");
    }

    /** The file stands in the way as it is. */
    StoreException because(String what) {
        return new StoreException(file + " " + what);
    }

    StoreException foreign() {
        return because("is not a store of runs and was left as it is; " + otherwise);
    }

    StoreException ofAnotherVersion() {
        return because("was written by another version of faastrain and was left as it is; " + otherwise);
    }

    StoreException inUse() {
        return because(IN_USE + otherwise);
    }

    StoreException conflict(RunStore.Row row) {
        return because("has another result for replication " + row.run().replication() + " of point "
                + row.point().hex() + ", so that one of the two was not written by this version of faastrain; nothing"
                + " of what was to be added was kept; " + otherwise);
    }

    /** The driver's library for this machine, which it unpacks before it is loaded, is not there. */
    StoreException withoutLibrary(Throwable cause) {
        return new StoreException(
                file + " cannot be opened because the library of SQLite cannot be unpacked to and loaded from "
                        + System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir"))
                        + "; name a folder that may be written and whose file system allows programs with"
                        + " -Dorg.sqlite.tmpdir=FOLDER or -Djava.io.tmpdir=FOLDER in JAVA_TOOL_OPTIONS",
                cause);
    }

    /** Of the file itself or of its folder, before or after SQLite had it. */
    StoreException of(IOException cause) {
        String where = cause instanceof FileSystemException at && at.getFile() != null ? at.getFile() + ": " : "";
        return new StoreException(
                file + " cannot be written (" + where + why(cause) + "); " + KEPT
                        + "; free space, get the right to write there, or " + otherwise,
                cause);
    }

    private static String why(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "no right to";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "is not a folder";
        }
        return cause instanceof FileSystemException at && at.getReason() != null
                ? at.getReason()
                : cause.getClass().getSimpleName();
    }

    StoreException of(SQLException cause) {
        SQLiteErrorCode code =
                cause instanceof SQLiteException known ? known.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        return new StoreException(file + " " + said(code, cause), cause);
    }

    private String said(SQLiteErrorCode code, SQLException cause) {
        if (code == SQLiteErrorCode.SQLITE_READONLY_DBMOVED) {
            return "was moved or replaced by another program; " + KEPT + " where it is now; run the same command again";
        }
        if (code == SQLiteErrorCode.SQLITE_IOERR_LOCK) {
            return "cannot be locked: it was put into WAL mode by another program, or its file system has no locks; "
                    + otherwise;
        }
        return switch (primary(code)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> IN_USE + otherwise;
            case SQLITE_FULL ->
                "cannot grow because the disk is full; " + KEPT + "; free space and run the same command again";
            case SQLITE_IOERR ->
                "cannot be read or written (" + code.name() + "), as of a full disk, a quota or a broken" + " device; "
                        + KEPT + "; free space and run the same command again";
            case SQLITE_CORRUPT ->
                "is damaged (" + code.name() + ") and was left as it is; put a copy back, try"
                        + " 'sqlite3 FILE .recover', or " + otherwise;
            case SQLITE_NOTADB -> "is not a store of runs and was left as it is; " + otherwise;
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
                "cannot be opened (" + code.name() + "); get the right to read and write it and its folder, or "
                        + otherwise;
            default -> "cannot be used (" + code.name() + ": " + oneLine(cause) + "); " + otherwise;
        };
    }

    /** Without what extended codes add. */
    private static SQLiteErrorCode primary(SQLiteErrorCode code) {
        return SQLiteErrorCode.getErrorCode(code.code & 0xff);
    }

    private static String oneLine(SQLException cause) {
        return String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
    }
}
