package faastrain.cli;

import faastrain.experiment.Profiles;
import faastrain.experiment.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** What the verbs share: where the installation is, and where output goes. */
final class Context {
    /** The system property with which the script {@code faastrain} names its own folder. */
    private static final String HOME = "faastrain.home";

    /** Events that are simulated in a few seconds. */
    private static final double MANY_EVENTS = 2e7;

    private Context() {}

    /** The profiles of the installation. */
    static Profiles profiles() {
        return new Profiles(home().resolve("traces"));
    }

    /** The folder of the installation: the script's, or the current one. */
    static Path home() {
        return Path.of(System.getProperty(HOME, "."));
    }

    /** The version of the program. */
    static String version() {
        try (InputStream stream = Context.class.getResourceAsStream("/faastrain/version.txt")) {
            if (stream == null) {
                throw new IllegalStateException("the program's version is missing from its jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** Data for the user or a pipe. */
    static void print(CommandSpec spec, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    /** A message about the work, unless {@code --quiet}. */
    static void message(CommandSpec spec, String text) {
        if (!Main.quiet(spec)) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(text);
            err.flush();
        }
    }

    /** Warnings, of those that differ in their numbers only the first and how many there are. */
    static void warnings(CommandSpec spec, List<String> warnings) {
        warnings(spec, warnings, Integer.MAX_VALUE, "");
    }

    /**
     * Warnings, of those that differ in their numbers only the first and how many there are.
     *
     * @param most how many kinds are told
     * @param file which file has the others
     */
    static void warnings(CommandSpec spec, List<String> warnings, int most, String file) {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        for (String warning : warnings) {
            List<String> same = alike.computeIfAbsent(warning.replaceAll("[0-9.]+", "#"), pattern -> new ArrayList<>());
            if (!same.contains(warning)) {
                same.add(warning);
            }
        }
        alike.values().stream()
                .limit(most)
                .forEach(same -> message(
                        spec,
                        "Warning: " + same.get(0)
                                + (same.size() == 1
                                        ? ""
                                        : " (and " + (same.size() - 1)
                                                + " like it; the files of the result have them all)")));
        if (alike.size() > most) {
            message(spec, "Warning: and " + (alike.size() - most) + " other kinds: " + file);
        }
    }

    /** Says how long a run is about to take, when that is long. */
    static void announce(CommandSpec spec, List<Setting> settings) {
        double events = settings.stream().mapToDouble(Setting::expectedEvents).sum();
        boolean open = settings.stream()
                .anyMatch(setting -> setting.scenario().precision().isAskedFor());
        if (events > MANY_EVENTS) {
            message(
                    spec,
                    String.format(
                            Locale.ROOT,
                            "%s %.0f million events; at some 10 million a second and core this takes a while (Ctrl-C"
                                    + " leaves nothing behind)",
                            open ? "At least about" : "About",
                            events * 1e-6));
        }
    }

    /** A message about how the work was done, with {@code --verbose}. */
    static void detail(CommandSpec spec, String text) {
        if (Main.verbose(spec)) {
            message(spec, text);
        }
    }
}
