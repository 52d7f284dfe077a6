package faastrain.cluster;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import scala.Function1;
import scala.collection.Iterator;

/** The task of one partition, which holds exactly one batch. */
final class OneBatch<S extends Serializable, B extends Serializable, R extends Serializable>
        implements Function1<Iterator<B>, Outcome>, Serializable {
    private final Broadcast<S> shared;
    private final BatchWork<S, B, R> work;

    OneBatch(Broadcast<S> shared, BatchWork<S, B, R> work) {
        this.shared = shared;
        this.work = work;
    }

    @Override
    public Outcome apply(Iterator<B> partition) {
        S common = shared.value();
        B batch = partition.next();
        try {
            return new Outcome.Done(work.run(common, batch));
        } catch (RuntimeException failure) {
            return new Outcome.Failed(failure.toString());
        }
    }
}
