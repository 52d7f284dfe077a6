package faastrain.scenario;

/** Which batches of the non-aggregators a search for a plan looks at. */
public enum OtherBatches implements Choice {
    /** FasDL eq. 16's, capped by memory and by the global batch; or the aggregators' own. */
    EQ_16("eq-16", "FasDL eq. 16's, capped by memory and by the largest global batch, or the aggregators' own"),
    /** Any up to what eq. 16 allows. */
    FREE("free", "every batch up to what FasDL eq. 16, memory and the largest global batch allow");

    private final String id;
    private final String description;

    OtherBatches(String id, String description) {
        this.id = id;
        this.description = description;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }
}
