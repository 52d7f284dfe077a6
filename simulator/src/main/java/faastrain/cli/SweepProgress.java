package faastrain.cli;

import faastrain.report.Numbers;
import faastrain.report.SweepFiles;
import faastrain.sweep.Shard;
import faastrain.sweep.Sweep;
import faastrain.sweep.SweepListener;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Shows how far a sweep is, and says how to go on when it is interrupted. */
final class SweepProgress implements SweepListener, AutoCloseable {
    private final CommandSpec spec;
    private final Sweep sweep;
    private final Shard part;
    private final Path store;
    private final Thread interrupted = new Thread(this::tellThatItGoesOn);
    private Optional<Progress> progress = Optional.empty();
    private volatile long kept;
    private volatile long total;

    SweepProgress(CommandSpec spec, Sweep sweep, Shard part, Path store) {
        this.spec = spec;
        this.sweep = sweep;
        this.part = part;
        this.store = store;
    }

    @Override
    public void begins(long there, long all) {
        kept = there;
        total = all;
        Context.message(
                spec,
                String.format(
                        Locale.ROOT,
                        "%,d points, %,d runs%s%s",
                        sweep.points().size(),
                        all,
                        part.equals(Shard.ALL) ? "" : " in part " + part.number() + " of " + part.of(),
                        there == 0
                                ? ""
                                : there == all
                                        ? ", all of them in " + store
                                        : String.format(Locale.ROOT, ", of which %,d are in %s", there, store)));
        Runtime.getRuntime().addShutdownHook(interrupted);
        progress = Optional.of(Progress.of(spec, "Sweep", all, there));
    }

    @Override
    public void kept(long done, long all) {
        kept = done;
        total = all;
        progress.ifPresent(bar -> {
            bar.total(all);
            bar.done(done);
        });
    }

    @Override
    public void best(Best best) {
        progress.ifPresent(bar -> bar.best(String.format(
                Locale.ROOT,
                "best %s USD, %s s (%s)",
                Numbers.usd(best.costUsd()),
                Numbers.seconds(best.timeSeconds()),
                SweepFiles.where(sweep, best.point()))));
    }

    private void tellThatItGoesOn() {
        progress.ifPresent(Progress::close);
        Context.message(
                spec,
                String.format(
                        Locale.ROOT,
                        "Interrupted: %,d of %,d runs are kept in %s; the same command goes on from there",
                        kept,
                        total,
                        store));
    }

    @Override
    public void close() {
        progress.ifPresent(Progress::close);
        progress = Optional.empty();
        try {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException ending) {
            // The program is ending, and the hook does its work.
        }
    }
}
