package faastrain.event;

import faastrain.model.Algorithm;
import faastrain.model.Invocation;
import faastrain.model.Job;
import faastrain.model.Lifecycle;
import faastrain.scenario.Reinvocation;

class LifetimeTest {
    static Job living(Job job, Lifecycle life) {
        return Jobs.with(job, job.protocol(), job.staleness(), life, Algorithm.GA_SGD);
    }

    /** Functions are started once, and worker 0 saves the model every so many rounds. */
    static Lifecycle saving(int rounds) {
        return new Lifecycle(Reinvocation.NEVER, 1, Invocation.INSTANT, Hand.UNLIMITED, Hand.UNLIMITED, false, rounds);
    }
}
