package faastrain.experiment;

import faastrain.event.Conditions;
import faastrain.random.Streams;

/** Under what conditions each replication of a setting is run. */
interface Circumstances {
    /**
     * The conditions of one replication, which belong to it alone.
     *
     * @param replication counted from 0
     */
    Conditions of(Streams streams, int replication);
}
