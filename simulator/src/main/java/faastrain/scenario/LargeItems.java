package faastrain.scenario;

/** What happens to an object that is larger than the largest item of a table. */
public enum LargeItems implements Choice {
    /** It is refused, as in LambdaML. */
    REFUSE("refuse", "it is refused, as in LambdaML"),
    /** It is written in items of the largest size that DynamoDB takes. */
    CHUNK("chunk", "it is written in items of the largest size that DynamoDB takes");

    private final String id;
    private final String description;

    LargeItems(String id, String description) {
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
