package faastrain.scenario;

/** What happens to the samples that do not fill a last global batch of an epoch. */
public enum LastBatch implements Choice {
    /** A last, shorter iteration trains them, shared out in proportion to the batches. */
    SHORT("short", "a last, shorter iteration trains them, shared out in proportion to the batches"),
    /** They are dropped, so that every iteration is full. */
    DROP("drop", "they are dropped, so that every iteration is full");

    private final String id;
    private final String description;

    LastBatch(String id, String description) {
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
