package faastrain.sweep;

import faastrain.experiment.Setting;
import faastrain.result.RunRecord;
import java.nio.file.Path;
import java.util.Map;

/** What an engine can ask about the batches that it is to run. Safe for use by several threads. */
public interface Work {
    /** The point's scenario, ready to be run. */
    Setting setting(Point point);

    /** The runs of a batch that have been kept already, by replication; usually none. */
    Map<Integer, RunRecord> kept(Batch batch);

    /** The version that is part of each point's hash. */
    String version();

    /** The folder with the profiles that scenarios name. */
    Path traces();
}
