package faastrain.event;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.communication.KReduce;
import faastrain.communication.ParameterServer;
import faastrain.communication.Pattern;
import faastrain.scenario.Counting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Who waits no longer, what is taken back, and that the table is what a list of waiting workers is. */
class ObjectTableLawsTest {
    private static final int WORKERS = 5;
    private static final Pattern SHARDS = new KReduce(WORKERS, 2, Counting.PAPER);
    private static final Pattern SERVERS = new ParameterServer(WORKERS, 3);

    @Example
    void whoeverIsForgottenIsNotWokenAndThoseBehindAre() {
        List<Integer> woken = new ArrayList<>();
        ObjectTable table = new ObjectTable(SHARDS, WORKERS, woken::add);
        for (int worker : new int[] {3, 0, 4, 1}) {
            table.await(2, 1, worker);
        }
        // The first, one between, and the last.
        for (int worker : new int[] {3, 4, 1}) {
            assertThat(table.waits(worker)).isTrue();
            table.forget(worker);
            assertThat(table.waits(worker)).isFalse();
        }
        table.await(2, 1, 2);
        table.write(2, 1, 0);
        table.wake(2);
        assertThat(woken).containsExactly(0, 2);
    }

    @Example
    void whoeverWaitsForNothingCanBeForgotten() {
        List<Integer> woken = new ArrayList<>();
        ObjectTable table = new ObjectTable(SHARDS, WORKERS, woken::add);
        table.await(2, 1, 3);
        table.forget(1);
        table.write(2, 1, 0);
        table.wake(2);
        table.forget(3);
        assertThat(woken).containsExactly(3);
    }

    @Example
    void whatAServerHasLostIsContributedAnew() {
        // Worker 0 had pushed three rounds, the others two; saved were one of worker 0's and of worker 1's, none else.
        ObjectTable table = new ObjectTable(SERVERS, WORKERS, worker -> {});
        for (int version = 1; version <= 2; version++) {
            for (int worker = 0; worker < WORKERS; worker++) {
                table.write(1, version, worker);
            }
        }
        table.write(1, 3, 0);
        assertThat(table.version(1)).isEqualTo(2);
        table.reset(new int[] {1, 1, 0, 0, 0});
        assertThat(table.version(1)).isZero();
        table.write(1, 1, 2);
        table.write(1, 1, 3);
        assertThat(table.isComplete(1, 1)).isFalse();
        assertThat(table.write(1, 1, 4)).isTrue();
        assertThat(table.version(1)).isEqualTo(1);
    }

    @Property(tries = 400)
    void itIsAListOfWaitingWorkersAndTheLatestVersions(
            @ForAll @Size(max = 120) List<@IntRange(min = 0, max = 99_999) Integer> deeds, @ForAll boolean pushed) {
        Pattern pattern = pushed ? SERVERS : SHARDS;
        List<Integer> woken = new ArrayList<>();
        ObjectTable table = new ObjectTable(pattern, WORKERS, woken::add);
        Naive naive = new Naive(pattern);
        for (int deed : deeds) {
            int object = deed / 10 % pattern.objects();
            int worker = deed / 100 % WORKERS;
            int version = deed / 1000 % 8;
            switch (deed % 10) {
                case 0, 1, 2 -> {
                    boolean waits = naive.waiting.stream().anyMatch(each -> each[1] == worker);
                    if (!waits && naive.version(object) < version) {
                        table.await(object, version, worker);
                        naive.waiting.add(new int[] {object, worker, version});
                    }
                }
                case 3 -> {
                    table.forget(worker);
                    naive.waiting.removeIf(each -> each[1] == worker);
                }
                case 4 -> {
                    if (pushed) {
                        int[] saved = {version % 3, 1, 2, version % 2, 1};
                        for (int each = 0; each < WORKERS; each++) {
                            table.forget(each);
                        }
                        naive.waiting.clear();
                        table.reset(saved);
                        naive.reset(saved);
                    }
                }
                default -> {
                    boolean later = table.write(object, version, worker);
                    assertThat(later).isEqualTo(naive.write(object, version, worker));
                    if (later) {
                        table.wake(object);
                    }
                }
            }
            for (int each = 0; each < WORKERS; each++) {
                int who = each;
                assertThat(table.waits(who)).isEqualTo(naive.waiting.stream().anyMatch(one -> one[1] == who));
            }
            for (int each = 0; each < pattern.objects(); each++) {
                assertThat(table.version(each)).isEqualTo(naive.version(each));
            }
        }
        assertThat(woken).isEqualTo(naive.woken);
    }

    private static final class Naive {
        final List<Integer> woken = new ArrayList<>();

        /** Object, worker and version, first come first. */
        final List<int[]> waiting = new ArrayList<>();

        /** By object: the version of each contributor, or of the only one. */
        private final int[][] versions;

        Naive(Pattern pattern) {
            versions = new int[pattern.objects()][pattern.contributors(0)];
        }

        int version(int object) {
            return Arrays.stream(versions[object]).min().orElseThrow();
        }

        boolean write(int object, int version, int worker) {
            int before = version(object);
            int of = versions[object].length == 1 ? 0 : worker;
            versions[object][of] = Math.max(versions[object][of], version);
            for (int[] each : List.copyOf(waiting)) {
                if (each[0] == object && each[2] <= version(object)) {
                    waiting.remove(each);
                    woken.add(each[1]);
                }
            }
            return version(object) > before;
        }

        void reset(int[] saved) {
            for (int[] each : versions) {
                System.arraycopy(saved, 0, each, 0, each.length);
            }
        }
    }
}
