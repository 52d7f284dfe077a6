package faastrain.provisioning;

import java.util.Optional;

/** The plan that takes the least time by FasDL's closed form, whatever it costs and whatever the deadline is. */
final class FastestPlan implements Strategy {
    @Override
    public Outcome plan(Task task) {
        KReduceSpace space = KReduceSpace.all(task);
        Optional<PricedPlan> fastest = space.fastest();
        long points = space.points();
        long evaluated = space.evaluated();
        String searched = "the grid of exact, for the least time";
        if (fastest.isEmpty()) {
            return Outcome.none(searched, points, evaluated, space.whyNone());
        }
        boolean feasible = fastest.get().seconds() <= task.constraints().deadlineSeconds();
        return new Outcome(
                Optional.of(Offer.functions(fastest.get())),
                feasible,
                searched,
                points,
                evaluated,
                feasible ? Optional.empty() : Optional.of(space.whyNone()));
    }
}
