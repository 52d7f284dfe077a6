package faastrain.result;

/** A confidence interval. */
public record Interval(double low, double high) {}
