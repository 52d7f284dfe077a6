package faastrain.cluster;

import java.util.Queue;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Passes on which executors were lost. */
final class LostExecutors extends SparkListener {
    private final Queue<News> news;

    LostExecutors(Queue<News> news) {
        this.news = news;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        news.add(new News.Lost(removed.executorId(), removed.reason()));
    }
}
