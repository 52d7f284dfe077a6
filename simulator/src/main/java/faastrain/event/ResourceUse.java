package faastrain.event;

/**
 * How a shared resource was used in a run: a capacity that transfers share, or a queue for those who serve.
 *
 * @param name what it is
 * @param utilisation part of its capacity that was used over the whole run, 0 to 1
 * @param most the most that shared it, or waited for it, at once
 * @param queue whether they wait for it
 */
public record ResourceUse(String name, double utilisation, int most, boolean queue) {}
