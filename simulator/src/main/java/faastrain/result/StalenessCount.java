package faastrain.result;

/**
 * How many updates were of one staleness.
 *
 * @param rounds how many rounds old the parameters were that an update was computed from; 0 when they were the latest
 * @param updates how many
 */
public record StalenessCount(int rounds, long updates) {}
