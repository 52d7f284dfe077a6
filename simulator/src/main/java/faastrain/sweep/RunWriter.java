package faastrain.sweep;

import faastrain.result.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Keeps runs in a store as they come. One thread writes; what came while it wrote is kept together, so that many short runs
 * cost one write and a long one is kept at once.
 */
final class RunWriter implements Engine.Sink {
    /** Runs that may wait; beyond it the engine does. */
    private static final int WAITING = 8192;

    /** A run of a batch, the end of a batch, or the end of all. */
    private record Item(Optional<Batch> batch, Optional<RunRecord> run) {
        static final Item END = new Item(Optional.empty(), Optional.empty());
    }

    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(WAITING);
    private final RunStore store;
    private final Tally tally;
    private final Thread thread;
    private volatile Optional<Throwable> failure = Optional.empty();

    RunWriter(RunStore store, Tally tally) {
        this.store = store;
        this.tally = tally;
        this.thread = new Thread(this::write, "faastrain-store");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    @Override
    public void ran(Batch batch, RunRecord run) {
        put(new Item(Optional.of(batch), Optional.of(run)));
    }

    @Override
    public void done(Batch batch) {
        put(new Item(Optional.of(batch), Optional.empty()));
    }

    private void put(Item item) {
        if (failure.isPresent()) {
            throw new StoppedException();
        }
        try {
            queue.put(item);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }

    /** Waits until all that came is kept. Throws what went wrong with keeping it, if anything did. */
    void finish() {
        try {
            if (failure.isEmpty()) {
                queue.put(Item.END);
            }
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        Throwable why = failure.orElse(null);
        if (why instanceof Error error) {
            throw error;
        }
        if (why instanceof RuntimeException exception) {
            throw exception;
        }
        if (why != null) {
            throw new IllegalStateException(why);
        }
    }

    private void write() {
        List<Item> items = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            try {
                items.clear();
                items.add(queue.take());
                queue.drainTo(items);
                ended = items.contains(Item.END);
                keep(items);
            } catch (InterruptedException | RuntimeException | Error failed) {
                failure = Optional.of(failed);
                // Whoever waits for a place learns with the next run that nothing is kept any more.
                queue.clear();
                return;
            }
        }
    }

    private void keep(List<Item> items) {
        List<RunStore.Row> rows = new ArrayList<>();
        for (Item item : items) {
            if (item.run().isPresent()) {
                rows.add(new RunStore.Row(
                        item.batch().orElseThrow().point().ready().orElseThrow().hash(),
                        item.run().get()));
            }
        }
        if (!rows.isEmpty()) {
            store.add(rows);
        }
        for (Item item : items) {
            if (item.run().isPresent()) {
                tally.kept(item.batch().orElseThrow(), item.run().get());
            } else {
                item.batch().ifPresent(tally::done);
            }
        }
        tally.tell();
    }
}
