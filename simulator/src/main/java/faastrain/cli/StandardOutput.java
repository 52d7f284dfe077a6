package faastrain.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.util.Optional;

/** Standard output that remembers why it could not be written, which a print writer does not. */
final class StandardOutput extends FilterOutputStream {
    private Optional<IOException> failure = Optional.empty();

    StandardOutput() {
        super(new FileOutputStream(FileDescriptor.out));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException failed) {
            failure = Optional.of(failed);
            throw failed;
        }
    }

    /** What to tell of a failure; nothing when the reader has only had enough, such as {@code head}. */
    Optional<String> complaint() {
        return failure.map(failed -> String.valueOf(failed.getMessage()))
                .filter(reason -> !reason.contains("Broken pipe"))
                .map(reason -> "faastrain: standard output cannot be written (" + reason + ")");
    }
}
