package faastrain.cluster;

import java.io.Serializable;
import java.util.stream.Collectors;
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
            return new Outcome.Failed(inOneLine(failure));
        }
    }

    /** What is said of it; of an exception that is ours, without its name. */
    private static String inOneLine(RuntimeException failure) {
        String text = failure instanceof ClusterException ? String.valueOf(failure.getMessage()) : failure.toString();
        return text.lines().map(String::strip).collect(Collectors.joining(" "));
    }
}
