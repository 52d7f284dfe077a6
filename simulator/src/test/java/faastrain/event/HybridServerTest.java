package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.job;
import static faastrain.event.Hand.plan;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.model.Channel;
import faastrain.model.FunctionLink;
import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.PatternKind;
import faastrain.trace.AffineCurve;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * LambdaML's hybrid by hand: 8 MiB of parameters travel as 16. A question takes 0.5 s, the network 4 s each way. A worker
 * serialises and deserialises in 1 s, a core of the server in 2 s, and the server adds an update in 1 s. A batch computes
 * for 10 s.
 */
class HybridServerTest {
    private static Channel.Servers server(int cores) {
        AffineCurve curve = new AffineCurve(0, 4);
        return new Channel.Servers(
                new FunctionLink(curve, curve, 0, 0),
                0.5,
                1,
                Hand.UNLIMITED,
                cores,
                Optional.of(new Channel.Rpc(0, 16, 16, 8, 8, 16, 8, Double.POSITIVE_INFINITY)));
    }

    private static Job two(int cores, int rounds, Waiting waiting) {
        return job(PatternKind.PARAMETER_SERVER, server(cores), waiting, plan(2, 2, 10, 10), rounds);
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void withOneCoreTheServersWorkIsDoneOneAfterTheOther(int rounds) {
        // Asked at 0.5. Serialised for worker 0 at 2.5, for worker 1 at 4.5; pulled at 7.5 and 9.5; computed at 17.5
        // and
        // 19.5; may push, as all had pulled by 9.5, at 18 and 20; serialised at 19 and 21; sent at 23 and 25;
        // deserialised
        // at 25 and 27; added at 26 and 28; updated for both at 28.5.
        Recorder recorder = new Recorder();
        assertThat(Hand.run(two(1, rounds, Waiting.NOTIFY), recorder)).isCloseTo(rounds * 28.5, EXACT);
        assertThat(recorder.seconds(0, Phase.DOWNLOAD)).isCloseTo(rounds * (2 + 4 + 1), EXACT);
        assertThat(recorder.seconds(1, Phase.DOWNLOAD)).isCloseTo(rounds * (2 + 2 + 4 + 1), EXACT);
        assertThat(recorder.seconds(0, Phase.UPLOAD)).isCloseTo(rounds * (1 + 4 + 2 + 1), EXACT);
        assertThat(recorder.seconds(1, Phase.UPLOAD)).isCloseTo(rounds * (1 + 4 + 2 + 1), EXACT);
        assertThat(recorder.seconds(0, Phase.POLL)).isCloseTo(rounds * 3 * 0.5, EXACT);
        assertThat(recorder.seconds(0, Phase.WAIT)).isCloseTo(rounds * 2, EXACT);
        assertThat(recorder.seconds(1, Phase.WAIT)).isCloseTo(0, EXACT);
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void withTwoCoresOnlyTheLockedUpdateIsDoneOneAfterTheOther(int rounds) {
        // Both have pulled at 7.5 and computed at 17.5; push from 18 on; serialised at 19, sent at 23, deserialised at
        // 25;
        // added at 26 and 27; updated at 27.5.
        Recorder recorder = new Recorder();
        assertThat(Hand.run(two(2, rounds, Waiting.NOTIFY), recorder)).isCloseTo(rounds * 27.5, EXACT);
        assertThat(recorder.seconds(0, Phase.UPLOAD)).isCloseTo(rounds * (1 + 4 + 2 + 1), EXACT);
        assertThat(recorder.seconds(1, Phase.UPLOAD)).isCloseTo(rounds * (1 + 4 + 2 + 2), EXACT);
        assertThat(recorder.seconds(0, Phase.WAIT)).isCloseTo(rounds * 1, EXACT);
    }

    @Test
    void coresAndLockAreUsedForTheTimeOfTheirWork() {
        Training training = new Training(two(1, 1, Waiting.NOTIFY), TransferFactors.EXACT, new Recorder());
        training.run();
        // Two models serialised and two updates deserialised in 2 s each, two updates added in 1 s each.
        assertThat(training.resources())
                .containsExactly(
                        new ResourceUse("server cores", 4 * 2 / 28.5, 1, true),
                        new ResourceUse("server update", 2 * 1 / 28.5, 0, true));
        Training cores = new Training(two(2, 1, Waiting.NOTIFY), TransferFactors.EXACT, new Recorder());
        cores.run();
        assertThat(cores.resources())
                .containsExactly(
                        new ResourceUse("server cores", 4 * 2 / (2 * 27.5), 0, true),
                        new ResourceUse("server update", 2 * 1 / 27.5, 1, true));
    }

    @Test
    void aPullCountsWhenItIsCalledSoThatNobodyWaitsForItsTransfer() {
        // Worker 1's pull takes five times the network's time: until 2.5 + 20 + 1 = 23.5. Worker 0 has computed at 17.5
        // and may push at 18: serialised at 19, sent at 23, deserialised at 25, added at 26. Worker 1 has computed at
        // 33.5: may push at 34, serialised at 35, sent at 39, deserialised at 41, added at 42; updated at 42.5.
        TransferFactors slow = new TransferFactors() {
            @Override
            public double uploadFactor(int worker) {
                return 1;
            }

            @Override
            public double downloadFactor(int worker) {
                return worker == 1 ? 5 : 1;
            }
        };
        Recorder recorder = new Recorder();
        assertThat(new Training(two(2, 1, Waiting.NOTIFY), slow, recorder).run())
                .isCloseTo(42.5, EXACT);
        assertThat(recorder.seconds(0, Phase.WAIT)).isCloseTo(42 - 26, EXACT);
        assertThat(recorder.seconds(1, Phase.WAIT)).isCloseTo(0, EXACT);
    }

    @Test
    void whoeverPollsAsksAgainAfterASleep() {
        // With two cores, as above until both push from 18 on. Worker 0's update is in at 26, worker 1's at 27. Asked
        // from
        // 26 until 26.5 in vain, after 0.1 s of sleep from 26.6 until 27.1: the answer is that of the end.
        Job job = two(2, 1, Hand.POLL);
        Recorder recorder = new Recorder();
        assertThat(Hand.run(job, recorder)).isCloseTo(27.5, EXACT);
        assertThat(recorder.life(0).end()).isCloseTo(27.1, EXACT);
        assertThat(recorder.seconds(0, Phase.POLL)).isCloseTo(4 * 0.5, EXACT);
        assertThat(recorder.seconds(0, Phase.WAIT)).isCloseTo(0.1, EXACT);
        assertThat(Hand.traffic(job)).extracting(Traffic::checks).containsExactly(4L, 3L);
    }

    /** However long the transfers take, the rounds of the workers stay apart by the two barriers. */
    @Property(tries = 200)
    void theBarriersKeepTheRoundsApart(
            @ForAll @Size(40) List<@IntRange(min = 1, max = 9) Integer> factors,
            @ForAll @IntRange(min = 1, max = 3) int cores) {
        int workers = 4;
        int rounds = 3;
        int[] pulls = new int[workers];
        int[] pushes = new int[workers];
        int[] next = {0};
        boolean[] apart = {true};
        TransferFactors watching = new TransferFactors() {
            @Override
            public double uploadFactor(int worker) {
                pushes[worker]++;
                for (int other = 0; other < workers; other++) {
                    // Others have begun to pull this round's model, and nobody is a push ahead that others lack.
                    apart[0] &= pulls[other] >= pushes[worker] && pushes[other] >= pushes[worker] - 1;
                }
                return factors.get(next[0]++ % factors.size());
            }

            @Override
            public double downloadFactor(int worker) {
                pulls[worker]++;
                for (int other = 0; other < workers; other++) {
                    // All have pushed the round before, and begun to pull it.
                    apart[0] &= pushes[other] >= pulls[worker] - 1 && pulls[other] >= pulls[worker] - 1;
                }
                return factors.get(next[0]++ % factors.size());
            }
        };
        for (Waiting waiting : new Waiting[] {Waiting.NOTIFY, Hand.POLL}) {
            Arrays.fill(pulls, 0);
            Arrays.fill(pushes, 0);
            Job job = job(PatternKind.PARAMETER_SERVER, server(cores), waiting, plan(workers, workers, 10, 10), rounds);
            new Training(job, watching, new Recorder()).run();
            assertThat(pushes).containsOnly(rounds);
            assertThat(pulls).containsOnly(rounds);
            assertThat(apart[0]).isTrue();
        }
    }
}
