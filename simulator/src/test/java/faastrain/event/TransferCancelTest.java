package faastrain.event;

import static faastrain.event.Hand.EXACT;
import static faastrain.event.Hand.plan;
import static org.assertj.core.api.Assertions.assertThat;

import faastrain.model.Channel;
import faastrain.model.Job;
import faastrain.model.Waiting;
import faastrain.scenario.PatternKind;
import faastrain.scenario.ProtocolKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a worker that crashes was using is there for the others from then on. */
class TransferCancelTest {
    private static Job asynchronous(Channel.Servers servers, int workers) {
        return Jobs.with(
                Hand.job(PatternKind.PARAMETER_SERVER, servers, Waiting.NOTIFY, plan(workers, workers, 10, 10), 1),
                ProtocolKind.ASP,
                0);
    }

    @Test
    void theOtherHasTheWholeNicOfTheServer() {
        // A NIC of 2 MiB/s each way. Both push from 10 on at 1 MiB/s; worker 1 crashes at 12. Worker 0 has 6 of its 8
        // MiB
        // left: pushed at 15, pulled at 19. Worker 1 loads until 14, computes until 24, pushes until 28, pulls until
        // 32.
        Channel.Servers servers = new Channel.Servers(Hand.LINK, Hand.REQUEST, 1, 2, 1, Optional.empty());
        assertThat(Run.of(asynchronous(servers, 2), new Circumstances()).end()).isCloseTo(10 + 8 + 8, EXACT);
        Run run = Run.of(asynchronous(servers, 2), new Circumstances().crash(1, 12));
        assertThat(run.end(0)).isCloseTo(15 + 4, EXACT);
        assertThat(run.end(1)).isCloseTo(12 + 2 + 10 + 4 + 4, EXACT);
        // What worker 1 had moved until its crash has moved.
        assertThat(run.training().resources())
                .containsExactly(
                        new ResourceUse("server NIC in", (8 + 2 + 8) / (2 * 32.0), 2, false),
                        new ResourceUse("server NIC out", (8 + 8) / (2 * 32.0), 1, false));
    }

    /** Asked for at 0.7, the model is serialised for one worker after the other in 2 s each and pulled in 2 s more. */
    @ParameterizedTest
    @CsvSource({"0.5, 2.7", "2, 2.7", "3, 3", "4.7, 4.7", "6, 4.7"})
    void theNextMovesUpInTheQueueOfTheServersCores(double crash, double worker2IsServed) {
        double free = Hand.UNLIMITED;
        Channel.Servers servers = new Channel.Servers(
                Hand.LINK,
                Hand.REQUEST,
                1,
                free,
                1,
                Optional.of(new Channel.Rpc(0, free, free, 4, free, free, 4, free)));
        Run run = Run.of(asynchronous(servers, 3), new Circumstances().crash(1, crash));
        assertThat(run.seconds(2, 0, Phase.DOWNLOAD)).isCloseTo(worker2IsServed - 0.7 + 2 + 2, EXACT);
        assertThat(run.seconds(0, 0, Phase.DOWNLOAD)).isCloseTo(2 + 2, EXACT);
    }
}
