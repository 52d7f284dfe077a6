package faastrain.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.model.Plan;
import faastrain.provisioning.Offer;
import faastrain.provisioning.PricedPlan;
import faastrain.scenario.ScenarioLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search for plans says about what it rests on. */
class OpenScenarioTest {
    @TempDir
    private Path folder;

    private Profiles profiles = Sites.SHIPPED;

    @BeforeEach
    void writeTraces() throws IOException {
        profiles = Sites.write(folder.resolve("traces"));
    }

    private OpenScenario open(String workload) {
        String text = """
                name: test
                workload: %s
                platform: p
                curve: affine
                epochs: 2
                deadline: 20000 s
                plan: {max-global-batch: 100}
                lifetime: {limit: ignored}
                """.formatted(workload);
        return OpenScenario.of(assignments -> ScenarioLoader.loadOpen("test.yaml", text, assignments), profiles);
    }

    @Test
    void coefficientsOfWhichNobodySaysWhatTheyWereFittedToAreWarnedOfOnce() {
        assertThat(open("w").warnings())
                .containsOnlyOnce(
                        "the batches and memories to which a, b and m of w were fitted are not known: plans with"
                                + " large batches or memories may rest on extrapolation (search.max-batch limits the batch of an"
                                + " aggregator)");
    }

    @Test
    void whereTheRangeIsKnownThePlansOutsideItAreWarnedOfInstead() {
        OpenScenario open = open("ranged");
        assertThat(open.warnings()).noneMatch(words -> words.contains("extrapolat"));
        assertThat(open.setting(offer(16, 1500)).warnings()).noneMatch(words -> words.contains("is extrapolated"));
        assertThat(open.setting(offer(25, 1500)).warnings())
                .filteredOn(words -> words.contains("is extrapolated"))
                .containsExactly(
                        "whether a batch of 25 fits is extrapolated: the memory of training ranged was measured up to a"
                                + " batch of 24",
                        "the computation (eq. 4) of batch 25 at 1500 MB is extrapolated: a, b and m of ranged were fitted"
                                + " to batches of 4 to 16 at 512 to 1500 MB");
    }

    private static Offer offer(int batch, int memoryMb) {
        return new Offer(
                Offer.Kind.FUNCTIONS,
                Optional.empty(),
                new PricedPlan(new Plan(4, memoryMb, 2, batch, batch), 1000, 1));
    }
}
