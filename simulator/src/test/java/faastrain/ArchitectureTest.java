package faastrain;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.Formatter;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Sim;
import umontreal.ssj.simevents.Simulator;

/** How the packages may use each other, and what nothing may use because runs must repeat byte for byte. */
@AnalyzeClasses(packages = "faastrain", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** The order in which data flows. */
    private static final List<String> STAGES = List.of(
            "scenario",
            "trace",
            "model",
            "analytic",
            "communication",
            "protocol",
            "provisioning",
            "event",
            "random",
            "learning",
            "result",
            "experiment",
            "sweep",
            "report");

    /** The stages that know nothing of a clock. */
    private static final List<String> CLOCKLESS =
            List.of("scenario", "trace", "model", "analytic", "communication", "protocol", "provisioning");

    private static String[] packages(List<String> stages) {
        return stages.stream().map(stage -> "faastrain." + stage + "..").toArray(String[]::new);
    }

    @ArchTest
    static void aStageNeverUsesALaterOne(JavaClasses all) {
        for (int i = 0; i < STAGES.size() - 1; i++) {
            noClasses()
                    .that()
                    .resideInAPackage("faastrain." + STAGES.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages(STAGES.subList(i + 1, STAGES.size())))
                    .allowEmptyShould(true)
                    .check(all);
        }
    }

    @ArchTest
    static void everyPackageIsAStageOrTheCommandLine(JavaClasses all) {
        List<String> known = new ArrayList<>(STAGES);
        known.add("cli");
        classes().should().resideInAnyPackage(packages(known)).check(all);
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses all) {
        List<String> unmarked = all.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
        assertThat(unmarked).isEmpty();
    }

    @ArchTest
    static final ArchRule NOBODY_USES_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("faastrain.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("faastrain.cli..");

    @ArchTest
    static final ArchRule THE_CLOCK_IS_NOT_TOUCHED_WHERE_NOTHING_IS_SIMULATED = noClasses()
            .that()
            .resideInAnyPackage(packages(CLOCKLESS))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("umontreal.ssj.simevents..");

    @ArchTest
    static final ArchRule NO_SIMULATOR_IS_SHARED = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Sim.class)
            .orShould()
            .callConstructor(Event.class)
            .orShould()
            .callMethod(Simulator.class, "getDefaultSimulator")
            .because("the default simulator of SSJ is static, so that runs in parallel would share a clock");

    @ArchTest
    static final ArchRule CHANCE_COMES_FROM_NAMED_STREAMS = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Random.class)
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ThreadLocalRandom.class, SplittableRandom.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(StrictMath.class, "random")
            .orShould()
            .callMethod(UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule NOTHING_KNOWS_WHAT_TIME_IT_IS = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Date.class);

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_TAKES_THE_TIME = noClasses()
            .that()
            .resideOutsideOfPackage("faastrain.cli..")
            .should()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule NO_STATIC_STATE = fields().that().areStatic().should().beFinal();

    @ArchTest
    static final ArchRule FORMATS_NAME_THEIR_LOCALE = noClasses()
            .should()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "formatted", Object[].class)
            .orShould()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .orShould()
            .callMethod(PrintStream.class, "printf", String.class, Object[].class)
            .orShould()
            .callMethod(PrintStream.class, "format", String.class, Object[].class)
            .orShould()
            .callConstructor(Formatter.class);

    @ArchTest
    static final ArchRule ONLY_CHARTS_DRAW = noClasses()
            .that()
            .resideOutsideOfPackage("faastrain.report.chart..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.awt..", "javax.swing..", "javax.imageio..", "org.knowm..", "de.erichseifert..");

    @ArchTest
    static final ArchRule ONLY_SWEEPS_HAVE_A_DATABASE = noClasses()
            .that()
            .resideOutsideOfPackage("faastrain.sweep..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..");
}
