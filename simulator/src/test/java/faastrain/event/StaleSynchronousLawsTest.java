package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.communication.Patterns;
import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.scenario.Counting;
import faastrain.scenario.ProtocolKind;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What SSP promises, for jobs over every channel whose pattern knows it, with workers of different speed. */
class StaleSynchronousLawsTest {
    /** Seconds of each worker's computations; the first ones, then again from the start. */
    record Uneven(Job job, List<List<Double>> seconds) {
        Conditions conditions(Learner learner) {
            int[] turns = new int[job.plan().workers()];
            ComputeTimes compute = (worker, batch, formula) -> {
                List<Double> own = seconds.get(worker);
                return own.get(turns[worker]++ % own.size());
            };
            return new Conditions(
                    AnyJobs.spreadJitter(),
                    compute,
                    Stragglers.NONE,
                    StartUps.INSTANT,
                    Faults.NONE,
                    Convergence.UNKNOWN,
                    learner);
        }

        Uneven under(ProtocolKind protocol, int staleness) {
            return new Uneven(Jobs.with(job, protocol, staleness), seconds);
        }
    }

    /**
     * But for Memcached that is polled: there a reader under BSP asks for all keys of its round, and what it has read and
     * nobody has deleted comes again; under SSP it knows what it has.
     */
    @Property(tries = 400)
    void withNoStalenessItIsBspToTheLastBit(@ForAll("uneven") Uneven uneven) {
        Assume.that(!(uneven.job().exchange().waiting().polls()
                && uneven.job().exchange().channel() instanceof Channel.Cache cache
                && cache.valuesWithListing()));
        assertThat(told(uneven.under(ProtocolKind.SSP, 0))).isEqualTo(told(uneven.under(ProtocolKind.BSP, 0)));
    }

    private static List<String> told(Uneven uneven) {
        List<String> told = new ArrayList<>();
        Recorder recorder = new Recorder();
        Training training = new Training(uneven.job(), uneven.conditions(Learner.NOBODY), recorder);
        told.add(Double.toString(training.run()));
        told.add(recorder.iterations.toString());
        recorder.lives.forEach(life -> {
            StringBuilder all = new StringBuilder(life.worker() + " " + life.start() + " " + life.end());
            for (Phase phase : Phase.values()) {
                all.append(' ').append(phase).append(' ').append(life.phases().get(phase));
            }
            told.add(all.toString());
        });
        told.add(training.traffic().toString());
        told.add(training.learning().toString());
        told.add(training.resources().toString());
        told.add(Double.toString(training.storedMibSeconds()));
        return told;
    }

    @Property(tries = 400)
    void whoComputesARoundHoldsWhatAllOthersHadDoneSoManyRoundsBefore(
            @ForAll("uneven") Uneven uneven, @ForAll @IntRange(min = 0, max = 3) int staleness) {
        Uneven ssp = uneven.under(ProtocolKind.SSP, staleness);
        Holdings holdings = new Holdings(ssp.job());
        new Training(ssp.job(), ssp.conditions(holdings), new Recorder()).run();
        // In round r a worker needs what all had done in round r - 1 - s.
        assertThat(holdings.mostBehind).isLessThanOrEqualTo(staleness + 1);
    }

    @Property(tries = 400)
    void neitherCrashesNorLateStartsBreakThatPromise(
            @ForAll("lives") AnyLives.Life life, @ForAll @IntRange(min = 0, max = 3) int staleness) {
        Job of = life.job();
        Job job = Jobs.with(of, ProtocolKind.SSP, staleness, of.lifecycle(), of.algorithm());
        Holdings holdings = new Holdings(job);
        Conditions conditions = life.conditions();
        new Training(
                        job,
                        new Conditions(
                                conditions.transfers(),
                                conditions.compute(),
                                conditions.stragglers(),
                                conditions.startUps(),
                                conditions.faults(),
                                conditions.convergence(),
                                holdings),
                        new Recorder())
                .run();
        assertThat(holdings.mostBehind).isLessThanOrEqualTo(staleness + 1);
    }

    @Provide
    Arbitrary<AnyLives.Life> lives() {
        return AnyLives.all().filter(life -> knowsSsp(life.job()));
    }

    /** How far what a worker computes on is behind its own round. */
    private static final class Holdings implements Learner {
        private final int parts;
        private final int workers;

        /** By part: the last round of each worker that is being merged. */
        private final int[][] merging;

        /** By part and version: the round up to which it has what all have done. */
        private final List<List<Integer>> content = new ArrayList<>();

        private final int[][] held;
        private final int[][] saved;
        private final List<List<Integer>> savedContent;
        int mostBehind;

        Holdings(Job job) {
            this.parts = Patterns.of(job).parts();
            this.workers = job.plan().workers();
            this.merging = new int[parts][workers];
            this.held = new int[workers][parts];
            for (int part = 0; part < parts; part++) {
                content.add(new ArrayList<>(List.of(0)));
            }
            this.saved = new int[parts][workers];
            this.savedContent = new ArrayList<>(content);
            checkpointed();
        }

        @Override
        public void computed(int worker, long iteration, int round) {
            for (int part = 0; part < parts; part++) {
                mostBehind = Math.max(mostBehind, round - held[worker][part]);
            }
        }

        @Override
        public void merged(int part, int worker, int round) {
            merging[part][worker] = round;
        }

        @Override
        public void published(int part, int version) {
            int least = Integer.MAX_VALUE;
            for (int round : merging[part]) {
                least = Math.min(least, round);
            }
            content.get(part).add(least);
            assertThat(content.get(part)).hasSize(version + 1);
        }

        @Override
        public void fetched(int worker, int part, int version) {
            held[worker][part] = content.get(part).get(version);
        }

        @Override
        public void readGlobal(int worker, int round) {}

        @Override
        public void wroteGlobal(int worker) {}

        @Override
        public void checkpointed() {
            for (int part = 0; part < parts; part++) {
                saved[part] = merging[part].clone();
                savedContent.set(part, List.copyOf(content.get(part)));
            }
        }

        @Override
        public void restored() {
            for (int part = 0; part < parts; part++) {
                merging[part] = saved[part].clone();
                content.set(part, new ArrayList<>(savedContent.get(part)));
                for (int worker = 0; worker < workers; worker++) {
                    held[worker][part] = content.get(part).get(content.get(part).size() - 1);
                }
            }
        }

        @Override
        public double loss() {
            return Double.NaN;
        }
    }

    @Provide
    Arbitrary<Uneven> uneven() {
        Arbitrary<Double> seconds = Arbitraries.doubles().between(0.01, 30);
        return AnyJobs.shared().filter(StaleSynchronousLawsTest::knowsSsp).flatMap(job -> seconds.list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .list()
                .ofSize(job.plan().workers())
                .map(each -> new Uneven(job, each)));
    }

    private static boolean knowsSsp(Job job) {
        return switch (job.exchange().pattern()) {
            case K_REDUCE, SCATTER_REDUCE, PARAMETER_SERVER -> true;
            case ALL_REDUCE -> job.counting() == Counting.PAPER;
            case RING, GLOBAL_MODEL -> false;
        };
    }
}
