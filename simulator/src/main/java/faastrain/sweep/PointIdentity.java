package faastrain.sweep;

import faastrain.experiment.Setting;
import faastrain.scenario.ScenarioWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Of what a point's hash is: of everything that its runs hang on, and of nothing else. */
public final class PointIdentity {
    /** The scenario's own file, of which only what it says counts. */
    private static final String SCENARIO = "scenario";

    private PointIdentity() {}

    /**
     * The hash of a setting. What it is called and how often it is run does not count, so that more replications, or another
     * experiment, find what was run before.
     *
     * @param version of the program
     */
    public static PointHash of(Setting setting, String version) {
        StringBuilder text = new StringBuilder("faastrain ").append(version).append('\n');
        text.append(ScenarioWriter.resolved(setting.scenario().asOneRun()));
        setting.inputs().sha256().forEach((what, sha256) -> {
            if (!what.equals(SCENARIO)) {
                text.append("# ").append(what).append(' ').append(sha256).append('\n');
            }
        });
        return sha256(text.toString());
    }

    /** The SHA-256 of a text. */
    static PointHash sha256(String text) {
        try {
            return PointHash.of(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
