package faastrain.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The jars that executors need to run what this program runs. */
public final class ShippedJars {
    private ShippedJars() {}

    /**
     * The jars that hold these classes, each followed by the jars that its manifest names, each once.
     *
     * @throws ClusterException if a class is not in a jar
     */
    public static List<Path> of(Class<?>... classes) {
        Set<Path> found = new LinkedHashSet<>();
        for (Class<?> one : classes) {
            Path jar = jarOf(one);
            found.add(jar);
            found.addAll(namedBy(jar));
        }
        return new ArrayList<>(found);
    }

    /**
     * The jar that holds a class.
     *
     * @throws ClusterException if it is not in a jar
     */
    static Path jarOf(Class<?> one) {
        try {
            Path place = Path.of(
                    one.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (!Files.isRegularFile(place)) {
                throw new ClusterException(
                        one.getName() + " is in " + place + ", not in a jar that could be sent to a cluster");
            }
            return place;
        } catch (URISyntaxException | IllegalArgumentException nowhere) {
            throw new ClusterException(one.getName() + " is not in a jar that could be sent to a cluster", nowhere);
        }
    }

    /** The SHA-256 of a file, in hexadecimal. */
    static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Path> namedBy(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String names =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            List<Path> named = new ArrayList<>();
            if (names != null) {
                URI base = jar.toUri();
                for (String name : names.trim().split(" +", -1)) {
                    Path library = Path.of(base.resolve(name));
                    if (Files.isRegularFile(library)) {
                        named.add(library);
                    }
                }
            }
            return named;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
