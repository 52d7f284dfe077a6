package faastrain.provisioning;

import java.util.Optional;

/**
 * What a strategy proposes: a plan, and on what.
 *
 * @param kind on what
 * @param instance type of the virtual machines; there exactly with these
 * @param priced the plan with what its closed form says
 */
public record Offer(Kind kind, Optional<String> instance, PricedPlan priced) {
    /** On what a plan trains, and by which closed form it is judged. */
    public enum Kind {
        /** Functions that exchange through storage by K-Reduce: FasDL's closed form. */
        FUNCTIONS,
        /** Functions with a parameter server: λDNN's. */
        PARAMETER_SERVER,
        /** Virtual machines in a ring: LambdaML's IaaS(w). */
        MACHINES
    }

    /** A plan of functions that exchange through storage. */
    static Offer functions(PricedPlan priced) {
        return new Offer(Kind.FUNCTIONS, Optional.empty(), priced);
    }
}
