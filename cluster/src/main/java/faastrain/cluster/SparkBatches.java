package faastrain.cluster;

import java.io.Serializable;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.package$;
import scala.Function0;
import scala.Function2;
import scala.collection.immutable.Range;
import scala.runtime.BoxedUnit;

/** Runs a list of batches on a cluster and hands over each result as soon as it is there. */
public final class SparkBatches {
    private SparkBatches() {}

    /**
     * Runs every batch on the cluster, one task a batch, and returns when all results are delivered.
     *
     * <p>A batch whose executor is lost runs again elsewhere, at most as often as {@code spark.task.maxFailures} says; a
     * batch that throws an exception does not, as it would throw it again. Executors may come and go: only when there
     * is none for as long as the settings' patience is the work given up.
     *
     * @param settings the cluster
     * @param shared what all batches share, sent once to every executor
     * @param batches the batches, started in this order
     * @param work what is done with a batch; its class must be in the jars that are sent
     * @param recipient who takes the results; an exception of it ends the work and is passed on
     * @throws ClusterException if the cluster cannot be reached or does not do all batches, if a batch throws an
     *     exception, or if the thread is interrupted
     */
    public static <S extends Serializable, B extends Serializable, R extends Serializable> void run(
            SparkSettings settings, S shared, List<B> batches, BatchWork<S, B, R> work, Recipient<R> recipient) {
        if (batches.isEmpty()) {
            return;
        }
        BlockingQueue<News> news = new LinkedBlockingQueue<>();
        SparkContext context = connect(settings);
        try {
            context.addSparkListener(new LostExecutors(news));
            SimpleFutureAction<BoxedUnit> job = submit(settings, context, shared, batches, work, news);
            try {
                new Delivering<>(settings, context, job, news, recipient).all(batches.size());
            } finally {
                job.cancel();
            }
        } finally {
            context.stop();
        }
    }

    private static <S extends Serializable, B extends Serializable, R extends Serializable>
            SimpleFutureAction<BoxedUnit> submit(
                    SparkSettings settings,
                    SparkContext context,
                    S shared,
                    List<B> batches,
                    BatchWork<S, B, R> work,
                    Queue<News> news) {
        Function2<Object, Outcome, BoxedUnit> arrived = (batch, outcome) -> {
            news.add(new News.Arrived((Integer) batch, outcome));
            return BoxedUnit.UNIT;
        };
        Function0<BoxedUnit> nothing = () -> BoxedUnit.UNIT;
        try {
            JavaSparkContext java = JavaSparkContext.fromSparkContext(context);
            return context.submitJob(
                    java.parallelize(batches, batches.size()).rdd(),
                    new OneBatch<>(java.broadcast(shared), work),
                    new Range.Exclusive(0, batches.size(), 1),
                    arrived,
                    nothing);
        } catch (IllegalStateException stopped) {
            // Spark stops by itself, in a thread of its own, once it has asked the master in vain for a minute.
            throw context.isStopped() ? notTaken(settings) : stopped;
        }
    }

    /** What to say of a master that answers, but not as Spark does here. */
    static ClusterException notTaken(SparkSettings settings) {
        return new ClusterException(
                "what answers at " + settings.master() + " did not take the program; is it the master of a Spark "
                        + package$.MODULE$.SPARK_VERSION() + ", the version here?");
    }

    private static SparkContext connect(SparkSettings settings) {
        Optional<InetAddress> here = MasterAddress.reachedFrom(settings.master());
        SparkConf configuration = new SparkConf()
                .setMaster(settings.master())
                .setIfMissing("spark.app.name", "FaasTrain")
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing("spark.ui.showConsoleProgress", "false")
                // Results are handed over as they come, so that their sum is no measure of what the driver holds.
                .setIfMissing("spark.driver.maxResultSize", "0");
        here.ifPresent(address -> configuration.setIfMissing("spark.driver.host", address.getHostAddress()));
        configuration.setJars(settings.jars().stream().map(Path::toString).toArray(String[]::new));
        settings.options().forEach(configuration::set);
        try {
            return new SparkContext(configuration);
        } catch (Exception refused) {
            // Scala's compiler lets checked exceptions through that Java's does not know of.
            throw new ClusterException(
                    "Spark did not start for " + settings.master() + ": " + Delivering.firstLine(refused), refused);
        }
    }
}
