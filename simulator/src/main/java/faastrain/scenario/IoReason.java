package faastrain.scenario;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be read or written, in words. */
public final class IoReason {
    private IoReason() {}

    /** The reason alone, without the file, which messages name themselves. */
    public static String of(IOException exception) {
        if (exception instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (exception instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (exception instanceof FileAlreadyExistsException || exception instanceof NotDirectoryException) {
            return "a file stands where a folder is needed";
        }
        if (exception instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        if (exception instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        String message = exception.getMessage();
        return message == null || exception instanceof FileSystemException ? "input/output error" : message;
    }
}
