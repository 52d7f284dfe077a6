package faastrain.sweep;

import faastrain.experiment.Setting;
import faastrain.result.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs batches on the cores of this machine. */
public final class LocalEngine implements Engine {
    private final int threads;

    /**
     * An engine.
     *
     * @param threads how many batches run at a time, at least 1
     */
    public LocalEngine(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("an engine needs a thread, not " + threads);
        }
        this.threads = threads;
    }

    @Override
    public void run(Work work, List<Batch> batches, Sink sink) {
        ExecutorService pool = Executors.newFixedThreadPool(threads, LocalEngine::daemon);
        AtomicInteger next = new AtomicInteger();
        AtomicBoolean stopped = new AtomicBoolean();
        Settings settings = new Settings(work, 2 * threads);
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(pool.submit(() -> {
                try {
                    for (int at = next.getAndIncrement();
                            at < batches.size() && !stopped.get();
                            at = next.getAndIncrement()) {
                        run(work, batches.get(at), settings, stopped, sink);
                    }
                } catch (Throwable failed) {
                    stopped.set(true);
                    throw failed;
                }
            }));
        }
        pool.shutdown();
        join(workers);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "faastrain-sweep");
        thread.setDaemon(true);
        return thread;
    }

    private static void run(Work work, Batch batch, Settings settings, AtomicBoolean stopped, Sink sink) {
        Map<Integer, RunRecord> kept = work.kept(batch);
        BatchRunner.run(
                settings.of(batch.point()),
                batch.point().ready().orElseThrow().rule(),
                batch.first(),
                batch.last(),
                kept,
                run -> {
                    if (stopped.get()) {
                        throw new StoppedException();
                    }
                    sink.ran(batch, run);
                });
        sink.done(batch);
    }

    /** Waits for all, and tells the first failure that is not a mere echo of another. */
    private static void join(List<Future<?>> workers) {
        Throwable first = null;
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException failed) {
                Throwable cause = failed.getCause();
                if (first == null || first instanceof StoppedException) {
                    first = cause;
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException failure) {
            throw failure;
        }
        if (first != null) {
            throw new IllegalStateException(first);
        }
    }

    @Override
    public void close() {
        // Its threads end with each run.
    }

    /** The points that are being run: made ready once, whoever runs their batches, and forgotten soon after. */
    private static final class Settings {
        private final Work work;
        private final Map<Integer, FutureTask<Setting>> recent;

        Settings(Work work, int most) {
            this.work = work;
            this.recent = new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, FutureTask<Setting>> eldest) {
                    return size() > most;
                }
            };
        }

        Setting of(Point point) {
            FutureTask<Setting> task;
            synchronized (recent) {
                task = recent.computeIfAbsent(point.number(), number -> new FutureTask<>(() -> work.setting(point)));
            }
            task.run();
            try {
                return task.get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(failed.getCause());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
