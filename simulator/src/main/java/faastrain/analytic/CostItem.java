package faastrain.analytic;

/** A part of a cost. */
public enum CostItem {
    /** Memory of the functions over their running time. */
    FUNCTION_DURATION("function_duration", "memory of the functions over their billed time"),
    /** Invocations of functions. */
    FUNCTION_REQUESTS("function_requests", "invocations of functions"),
    /** PUT requests to the object store. */
    STORAGE_PUT("storage_put", "PUT requests"),
    /** GET requests to the object store. */
    STORAGE_GET("storage_get", "GET requests"),
    /** DELETE requests to the object store. */
    STORAGE_DELETE("storage_delete", "DELETE requests");

    private final String id;
    private final String words;

    CostItem(String id, String words) {
        this.id = id;
        this.words = words;
    }

    /** The name in files. */
    public String id() {
        return id;
    }

    /** What it is, for tables. */
    public String words() {
        return words;
    }
}
