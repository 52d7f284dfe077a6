package faastrain.event;

/**
 * How a shared resource was used in a run.
 *
 * @param name what it is
 * @param utilisation part of its capacity that was used over the whole run, 0 to 1
 * @param most the most that used it, or waited for it, at once
 */
public record ResourceUse(String name, double utilisation, int most) {}
