package faastrain.provisioning;

import java.util.Optional;

/**
 * What came of a strategy.
 *
 * @param offer what it proposes; empty when nothing fits
 * @param feasible whether that keeps every constraint
 * @param searched what it looked at, in words
 * @param points how many points it had to choose from; a point is a number of workers, of aggregators, a memory and a batch
 *     of the aggregators
 * @param evaluated how many of them it computed a plan of
 * @param reason why no plan keeps the constraints; there exactly when none does
 */
public record Outcome(
        Optional<Offer> offer,
        boolean feasible,
        String searched,
        long points,
        long evaluated,
        Optional<String> reason) {
    public Outcome {
        if ((feasible && offer.isEmpty()) || feasible == reason.isPresent()) {
            throw new IllegalArgumentException("what is feasible has a plan, what is not has a reason");
        }
    }

    static Outcome of(Offer offer, String searched, long points, long evaluated) {
        return new Outcome(Optional.of(offer), true, searched, points, evaluated, Optional.empty());
    }

    static Outcome none(String searched, long points, long evaluated, String reason) {
        return new Outcome(Optional.empty(), false, searched, points, evaluated, Optional.of(reason));
    }
}
