package faastrain.event;

/**
 * A sum of numbers that come and go, kept in two doubles: what rounding takes from the first is added up
 * in the second (Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
 * ZAMM 54, 1974). A plain sum drifts by a rounding error at each change; this one stays right to the
 * last digit or so of its largest value however many changes there are.
 */
final class CompensatedSum {
    private double sum;
    private double lost;

    void add(double number) {
        double next = sum + number;
        lost += Math.abs(sum) >= Math.abs(number) ? (sum - next) + number : (number - next) + sum;
        sum = next;
    }

    /** Adds a product as if it had not been rounded, so that it can be taken away again factor by factor. */
    void addProduct(double one, double other) {
        double product = one * other;
        add(product);
        lost += Math.fma(one, other, -product);
    }

    double value() {
        return sum + lost;
    }

    /** What is left of {@code whole} when the sum is taken away. */
    double leftOf(double whole) {
        return (whole - sum) - lost;
    }
}
