package faastrain.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Files that are written whole or not at all. */
final class TextFiles {
    private TextFiles() {}

    /**
     * Writes UTF-8 text under a temporary name in the same folder, then renames it; makes the folder if needed.
     *
     * @throws IOException when it cannot be written; the message names the file and the reason
     */
    static void write(Path file, String text) throws IOException {
        try {
            replace(file, text);
        } catch (FileSystemException failed) {
            throw new IOException(file + " cannot be written: " + reason(file, failed), failed);
        }
    }

    private static String reason(Path file, FileSystemException failed) {
        Optional<Path> inTheWay = Stream.iterate(file.toAbsolutePath().getParent(), Objects::nonNull, Path::getParent)
                .filter(folder -> Files.exists(folder) && !Files.isDirectory(folder))
                .findFirst();
        if (inTheWay.isPresent()) {
            return inTheWay.get() + " is a file, not a folder";
        }
        if (Files.isDirectory(file)) {
            return "it is a folder";
        }
        if (failed instanceof AccessDeniedException) {
            return "permission is denied";
        }
        return Optional.ofNullable(failed.getReason()).orElse("the system refuses it");
    }

    private static void replace(Path file, String text) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file name");
        }
        Files.createDirectories(folder);
        Path temporary = folder.resolve("." + target.getFileName() + ".part");
        try {
            Files.writeString(temporary, text, StandardCharsets.UTF_8);
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException plainMove) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** SHA-256 as 64 hexadecimal digits. */
    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** SHA-256, to be fed with bytes as they are read. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
