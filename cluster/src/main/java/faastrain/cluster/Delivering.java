package faastrain.cluster;

import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the results of a job in the caller's thread, where a slow recipient does not hold up Spark's, and for the
 * signs that none will come, of which Spark itself would only warn.
 */
final class Delivering<R> {
    private static final long POLL_MILLISECONDS = 200;

    private final SparkSettings settings;
    private final SparkContext context;
    private final SimpleFutureAction<?> job;
    private final BlockingQueue<News> news;
    private final Recipient<R> recipient;
    private long executorsSeenNanos = System.nanoTime();
    private boolean everSeen;

    Delivering(
            SparkSettings settings,
            SparkContext context,
            SimpleFutureAction<?> job,
            BlockingQueue<News> news,
            Recipient<R> recipient) {
        this.settings = settings;
        this.context = context;
        this.job = job;
        this.news = news;
        this.recipient = recipient;
    }

    /** Delivers this many results. */
    void all(int batches) {
        int delivered = 0;
        while (delivered < batches) {
            // Asked first: what is done has told its results.
            boolean done = job.isCompleted();
            News next = poll(done ? 0 : POLL_MILLISECONDS);
            if (next != null) {
                executorSeen();
            }
            if (next instanceof News.Arrived arrived) {
                deliver(arrived);
                delivered++;
            } else if (next instanceof News.Lost lost) {
                recipient.notice("lost executor " + lost.executor() + " (" + firstLine(lost.reason())
                        + "); what it was doing is done again");
            } else if (done) {
                throw gaveUp();
            } else {
                checkExecutors();
            }
        }
    }

    private @Nullable News poll(long milliseconds) {
        try {
            return news.poll(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while waiting for the cluster", interrupted);
        }
    }

    // The recipient's type is the one of the work whose results these are.
    @SuppressWarnings("unchecked")
    private void deliver(News.Arrived arrived) {
        if (arrived.outcome() instanceof Outcome.Done done) {
            recipient.delivered(arrived.batch(), (R) done.result());
        } else if (arrived.outcome() instanceof Outcome.Failed failed) {
            throw new ClusterException("batch " + arrived.batch() + " failed on the cluster: " + failed.exception());
        }
    }

    private void checkExecutors() {
        // The driver counts itself among them.
        if (context.isLocal() || context.statusTracker().getExecutorInfos().length > 1) {
            executorSeen();
            return;
        }
        double aloneSeconds = (System.nanoTime() - executorsSeenNanos) * 1e-9;
        if (aloneSeconds > settings.patienceSeconds()) {
            throw new ClusterException(String.format(
                    Locale.ROOT,
                    everSeen
                            ? "the cluster at %s lost all executors and started none for %.0f s"
                            : "the cluster at %s started no executor for %.0f s; has it a worker with a free core and"
                                    + " enough memory (spark.executor.memory)?",
                    settings.master(),
                    settings.patienceSeconds()));
        }
    }

    private void executorSeen() {
        executorsSeenNanos = System.nanoTime();
        everSeen = true;
    }

    private ClusterException gaveUp() {
        String reason = job.value().get().isFailure()
                ? firstLine(job.value().get().failed().get())
                : "it lost results";
        return !everSeen && reason.contains("stopped SparkContext")
                ? SparkBatches.notTaken(settings)
                : new ClusterException("the cluster at " + settings.master() + " gave up: " + reason);
    }

    static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : firstLine(message);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
