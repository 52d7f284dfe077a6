package faastrain.trace;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Keeps a fit from overwriting what it did not make. */
final class FitPlaces {
    /** How the first line of every YAML file of a fit begins, after {@code # }. */
    static final String MADE_BY = "Made by: faastrain trace fit";

    private static final byte[] MARK = ("# " + MADE_BY).getBytes(StandardCharsets.UTF_8);

    private FitPlaces() {}

    /**
     * Refuses places at which something else stands.
     *
     * @param csv the measurements
     * @param output the YAML file to write, if any
     * @param tables the folder for tables, if any
     * @param written the tables that will be written into it
     * @throws InvalidInputException when the output or a table is the CSV, another's file, or no file
     */
    static void require(Path csv, Optional<Path> output, Optional<Path> tables, FitTable... written) {
        output.ifPresent(file -> requireOutput(csv, file));
        tables.ifPresent(folder -> requireTables(csv, output, folder, written));
    }

    private static void requireOutput(Path csv, Path file) {
        Place option = Place.of("--output");
        if (Files.isDirectory(file)) {
            throw new InvalidInputException(
                    option, shown(file) + " is a folder; name a file in it, such as " + file.resolve("fitted.yaml"));
        }
        if (same(csv, file)) {
            throw new InvalidInputException(
                    option, file + " is the CSV with the measurements; name another file, such as fitted.yaml");
        }
        if (Files.exists(file) && !isMadeByFit(file)) {
            throw new InvalidInputException(
                    option,
                    file + " exists and was not made by faastrain trace fit; name another file, or remove it first");
        }
    }

    private static void requireTables(Path csv, Optional<Path> output, Path folder, FitTable... written) {
        Place option = Place.of("--tables");
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InvalidInputException(option, folder + " is a file; name a folder");
        }
        for (FitTable one : written) {
            Path table = folder.resolve(one.file());
            if (same(csv, table)) {
                throw new InvalidInputException(
                        option, table + " is the CSV with the measurements; name another folder");
            }
            if (output.isPresent()
                    && (same(output.get(), table) || normal(output.get()).equals(normal(table)))) {
                throw new InvalidInputException(option, table + " is also named by --output; name another folder");
            }
            if (Files.exists(table) && !Files.isRegularFile(table)) {
                throw new InvalidInputException(option, table + " is in the way; name another folder");
            }
        }
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException unreadable) {
            return normal(one).equals(normal(other));
        }
    }

    private static Path normal(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static boolean isMadeByFit(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return Arrays.equals(MARK, stream.readNBytes(MARK.length));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static String shown(Path folder) {
        return folder.toString().isEmpty() ? "the current one" : folder.toString();
    }
}
