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
    /** LIST requests to the object store. */
    STORAGE_LIST("storage_list", "LIST requests"),
    /** DELETE requests to the object store. */
    STORAGE_DELETE("storage_delete", "DELETE requests"),
    /** Nodes of a cache over the training's time. */
    CACHE_NODES("cache_nodes", "cache nodes"),
    /** Data moved to and from a serverless cache. */
    CACHE_MOVED("cache_moved", "data moved through the cache"),
    /** Data kept in a serverless cache. */
    CACHE_STORED("cache_stored", "data kept in the cache"),
    /** Write units of a table. */
    TABLE_WRITES("table_writes", "write units of the table"),
    /** Read units of a table. */
    TABLE_READS("table_reads", "read units of the table"),
    /** Parameter servers over the training's time. */
    SERVERS("servers", "parameter servers"),
    /** Virtual machines over the training's time. */
    INSTANCES("instances", "virtual machines");

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
