package faastrain.learning;

import faastrain.event.Learner;
import faastrain.model.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Drives a learner as BSP does, in an order of events that is drawn among those that BSP allows. */
final class Rounds {
    private final Learner learner;
    private final Plan plan;
    private final int parts;
    private final int batchesPerRound;
    private final Random random;
    private final boolean crashes;
    private int round;

    private final List<Runnable> possible = new ArrayList<>();
    private final List<List<Integer>> merged = new ArrayList<>();
    private boolean[] fetching = new boolean[0];

    /** Rounds of a plan. With {@code crashes}, batches are computed and merges done again now and then. */
    Rounds(Learner learner, Plan plan, int parts, int batchesPerRound, long seed, boolean crashes) {
        this.learner = learner;
        this.plan = plan;
        this.parts = parts;
        this.batchesPerRound = batchesPerRound;
        this.random = new Random(seed);
        this.crashes = crashes;
    }

    void play(int rounds) {
        for (int i = 0; i < rounds; i++) {
            playOne();
        }
    }

    void goBackTo(int earlierRound) {
        round = earlierRound;
    }

    private void playOne() {
        round++;
        merged.clear();
        for (int part = 0; part < parts; part++) {
            merged.add(new ArrayList<>());
        }
        fetching = new boolean[plan.workers()];
        for (int each = 0; each < plan.workers(); each++) {
            int worker = each;
            possible.add(() -> {
                compute(worker);
                for (int part = 0; part < parts; part++) {
                    addMerge(part, worker);
                }
            });
        }
        while (!possible.isEmpty()) {
            possible.remove(random.nextInt(possible.size())).run();
        }
    }

    private void compute(int worker) {
        do {
            for (int batch = 0; batch < batchesPerRound; batch++) {
                learner.computed(worker, (round - 1L) * batchesPerRound + batch, round);
            }
        } while (isCrash());
    }

    private void addMerge(int part, int worker) {
        possible.add(() -> {
            learner.merged(part, worker, round);
            merged.get(part).add(worker);
            if (!fetching[worker] && isCrash()) {
                compute(worker);
            }
            if (merged.get(part).size() == plan.workers()) {
                learner.published(part, round);
                for (int each = 0; each < plan.workers(); each++) {
                    addFetch(part, each);
                }
            }
        });
    }

    private void addFetch(int part, int worker) {
        possible.add(() -> {
            fetching[worker] = true;
            learner.fetched(worker, part, round);
        });
    }

    private boolean isCrash() {
        return crashes && random.nextInt(6) == 0;
    }
}
