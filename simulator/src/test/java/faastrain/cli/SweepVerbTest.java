package faastrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import faastrain.sweep.Experiments;
import faastrain.sweep.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepVerbTest {
    private static final String EXPERIMENT =
            Experiments.SMALL.replace("replications: 3", "replications: 4") + "axes: {plan.aggregators: 1..4}\n";

    @TempDir
    private Path folder;

    private String file = "";

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("small.yaml"), EXPERIMENT).toString();
    }

    private Said sweep(String name, String... more) {
        String[] all = new String[6 + more.length];
        System.arraycopy(
                new String[] {
                    "sweep",
                    file,
                    "--store",
                    folder.resolve(name + ".sqlite").toString(),
                    "--output",
                    folder.resolve(name).toString()
                },
                0,
                all,
                0,
                6);
        System.arraycopy(more, 0, all, 6, more.length);
        return Said.of(all);
    }

    @Test
    void aSweepPrintsItsPointsAndSaysWhatItFoundDone() {
        Said first = sweep("a");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out())
                .startsWith("Small\n  plan.aggregators  runs  time, s")
                .contains("\n  4                    4  ");
        assertThat(first.err()).startsWith("4 points, 16 runs\n").contains("Result: " + folder.resolve("a"));
        Said again = sweep("a");
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(again.err()).startsWith("4 points, 16 runs, all of them in " + folder.resolve("a.sqlite") + "\n");
        Said more = sweep("a", "--force", "--set", "replications=5");
        assertThat(more.err()).startsWith("4 points, 20 runs, of which 16 are in " + folder.resolve("a.sqlite") + "\n");
    }

    @Test
    void quietIsQuietAndJsonIsJson() throws IOException {
        Said said = sweep("a", "--quiet", "--json");
        assertThat(said.err()).isEmpty();
        assertThat(said.json().at("/points")).hasSize(4);
        assertThat(said.json().at("/points/3/levels/plan.aggregators").asText()).isEqualTo("4");
        assertThat(said.json().at("/points/3/plan/aggregators").asInt()).isEqualTo(4);
        assertThat(said.json().at("/points/3/time_s/ci95")).hasSize(2);
    }

    @Test
    void partsMergedAreTheWhole() throws IOException {
        assertThat(sweep("whole", "--jobs", "3").code()).isZero();
        for (int part = 1; part <= 3; part++) {
            Said said = Said.of(
                    "sweep",
                    file,
                    "--shard",
                    part + "/3",
                    "--store",
                    folder.resolve("part-" + part + ".sqlite").toString());
            assertThat(said.code()).as(said.err()).isZero();
            assertThat(said.out()).isEmpty();
            assertThat(said.err()).contains("Part " + part + " of 3 is done: ");
        }
        Said incomplete = merge("merged", 1, 3);
        assertThat(incomplete.code()).isEqualTo(1);
        assertThat(incomplete.err())
                .contains(folder.resolve("merged.sqlite") + ": runs of 1 batches are not there yet, the first of them"
                        + " replications 1 to 4 of point 2 (plan.aggregators=2); merge the other parts too, or run what"
                        + " is missing with: faastrain sweep " + file + " --store "
                        + folder.resolve("merged.sqlite"));
        assertThat(folder.resolve("merged")).doesNotExist();
        Said absent = merge("elsewhere", 2, 4);
        assertThat(absent.code()).isEqualTo(1);
        assertThat(absent.err())
                .startsWith(folder.resolve("part-4.sqlite").toString())
                .hasLineCount(1);
        assertThat(folder.resolve("elsewhere.sqlite")).doesNotExist();
        // The store itself may be among the parts, as a pattern of file names would have it.
        Files.copy(folder.resolve("merged.sqlite"), folder.resolve("part-5.sqlite"));
        Said merged = merge("merged", 2, 5);
        assertThat(merged.code()).as(merged.err()).isZero();
        assertThat(merged.err()).contains("part-2.sqlite: 4 new runs").contains("part-5.sqlite: 0 new runs");
        assertThat(Said.of(
                                "merge",
                                file,
                                folder.resolve("merged.sqlite").toString(),
                                "--store",
                                folder.resolve("merged.sqlite").toString(),
                                "--output",
                                folder.resolve("merged").toString())
                        .code())
                .isZero();
        for (String name : new String[] {"points.csv", "runs.csv", "experiment.resolved.yaml", "manifest.json"}) {
            assertThat(folder.resolve("merged").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(name));
        }
        assertThat(folder.resolve("merged.sqlite")).hasSameBinaryContentAs(folder.resolve("whole.sqlite"));
    }

    private Said merge(String name, int... parts) {
        String[] all = new String[6 + parts.length];
        all[0] = "merge";
        all[1] = file;
        for (int i = 0; i < parts.length; i++) {
            all[2 + i] = folder.resolve("part-" + parts[i] + ".sqlite").toString();
        }
        all[2 + parts.length] = "--store";
        all[3 + parts.length] = folder.resolve(name + ".sqlite").toString();
        all[4 + parts.length] = "--output";
        all[5 + parts.length] = folder.resolve(name).toString();
        return Said.of(all);
    }

    @Test
    void whatIsWrongWithTheCommandLineIsSaidInOneLine() {
        assertThat(sweep("a", "--shard", "4/3").err())
                .isEqualTo(
                        "--shard 4/3: must be i/n with i from 1 to n and n at most 100000, such as 3/40 for the third of"
                                + " forty parts\n");
        assertThat(sweep("a", "--jobs", "0").err())
                .startsWith("faastrain: --jobs must be a whole number from 1 to 10000, but is 0\n");
        assertThat(sweep("a", "--engine", "sparc").err())
                .startsWith(
                        "faastrain: there is no engine \"sparc\"; did you mean \"spark\"? (there are: local, spark)\n");
        assertThat(sweep("a", "--engine", "spark").err())
                .startsWith("faastrain: --engine spark needs --master, such as --master spark://host:7077\n");
        assertThat(sweep("a", "--engine", "spark", "--master", "spark://127.0.0.1:1")
                        .err())
                .isEqualTo(
                        "the engine spark is not on the class path; start it with the script faastrain and SPARK_HOME set"
                                + " to a Spark 4\n");
        assertThat(Said.of("run", file).err())
                .isEqualTo(file + ": is an experiment and no scenario; run it with: faastrain sweep " + file + "\n");
    }

    @Test
    void aStoreThatIsNotOursOrInUseIsLeftAsItIs() throws IOException {
        Path foreign = Files.writeString(folder.resolve("a.sqlite"), "my diary");
        Said said = sweep("a");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err())
                .contains(foreign + " is not a store of runs and was left as it is")
                .hasLineCount(1);
        assertThat(foreign).hasContent("my diary");
        try (RunStore other = RunStore.open(folder.resolve("b.sqlite"))) {
            Said locked = sweep("b");
            assertThat(locked.code()).isEqualTo(1);
            assertThat(locked.err())
                    .isEqualTo(folder.resolve("b.sqlite") + " is in use by another program; wait until that is done, or"
                            + " name another store with --store\n");
            assertThat(other.count()).isZero();
        }
        assertThat(folder.resolve("b")).doesNotExist();
    }

    @Test
    void validateCountsThePointsAndRunsOfAnExperiment() {
        assertThat(Said.of("validate", file).out()).isEqualTo(file + ": valid, 4 points, 16 runs\n");
    }
}
