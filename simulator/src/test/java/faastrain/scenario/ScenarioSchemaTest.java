package faastrain.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import faastrain.scenario.ScenarioFields.Field;
import faastrain.scenario.ScenarioFields.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The schema and the loader accept and refuse the same files, typed by YAML's core schema, as far as JSON Schema can
 * say. It cannot say, and these tests leave out: bounds and whole multiples of quantities ({@code 64 MB} is a
 * quantity), what several fields say together (K ≤ W, the largest global batch, the patterns of a channel, what a
 * source needs), and how a number is written
 * ({@code 0x14}, {@code 2e1} and {@code 20.0} are 20 for JSON; the loader wants plain digits). Anchors, aliases, tags
 * and repeated keys are no longer there when YAML has become JSON.
 */
class ScenarioSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final JsonSchema SCHEMA = FACTORY.getSchema(ScenarioSchema.json());

    private static final Set<String> NEEDED_BY_OTHERS = Set.of(
            "plan.aggregators",
            "plan.memory",
            "compute.source",
            "compute.trace",
            "replications",
            "sgd.data",
            "convergence.source",
            "convergence.trace",
            "start-up.trace",
            "algorithm.local-epochs",
            "faults.crash-worker",
            "faults.crash-time");

    private static JsonNode json(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return MAPPER.valueToTree(new Load(settings).loadFromString(yaml));
    }

    private static boolean schemaAccepts(String yaml) {
        return SCHEMA.validate(json(yaml)).isEmpty();
    }

    private static boolean loaderAccepts(String yaml) {
        try {
            ScenarioLoader.load("s.yaml", yaml, List.of());
            return true;
        } catch (InvalidInputException refused) {
            return false;
        }
    }

    private static void assertBothAccept(String yaml) {
        assertThat(ScenarioLoader.load("s.yaml", yaml, List.of()).scenario().epochs())
                .isPositive();
        assertThat(SCHEMA.validate(json(yaml))).as(yaml).isEmpty();
    }

    private static void assertBothRefuse(String yaml) {
        assertThat(loaderAccepts(yaml)).as("the loader accepts\n%s", yaml).isFalse();
        assertThat(schemaAccepts(yaml)).as("the schema accepts\n%s", yaml).isFalse();
    }

    @Provide
    Arbitrary<Map<String, String>> valid() {
        return Texts.valid();
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        return Texts.scenarios();
    }

    @Test
    void theSchemaIsOne() throws IOException {
        JsonSchema ofSchemas = FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012));
        assertThat(ofSchemas.validate(MAPPER.readTree(ScenarioSchema.json()))).isEmpty();
    }

    @Test
    void theCommittedSchemaIsCurrent() throws IOException {
        Committed.assertIsCurrent("scenario.schema.json", ScenarioSchema.json());
    }

    @Test
    void everyShippedScenarioPasses() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "scenarios"))) {
            List<Path> scenarios =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(scenarios).hasSizeGreaterThanOrEqualTo(2);
            for (Path scenario : scenarios) {
                String yaml = Files.readString(scenario, StandardCharsets.UTF_8);
                if (ScenarioLoader.isOpen(YamlFile.parse("s.yaml", yaml))) {
                    assertThat(ScenarioLoader.loadOpen("s.yaml", yaml, List.of())
                                    .scenario()
                                    .deadlineSeconds())
                            .isPresent();
                    assertThat(schemaAccepts(yaml)).isTrue();
                } else {
                    assertBothAccept(yaml);
                }
            }
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void bothAcceptWhatIsValid(@ForAll("valid") Map<String, String> fields) {
        assertBothAccept(Texts.yaml(fields));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void bothAcceptEveryResolvedScenario(@ForAll("scenarios") Scenario scenario) {
        assertBothAccept(ScenarioWriter.resolved(scenario));
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void bothRefuseWhatIsWrongInItsStructure(
            @ForAll("valid") Map<String, String> fields, @ForAll Fault fault, @ForAll @IntRange(max = 999) int pick) {
        fault.inject(fields, pick);
        assertBothRefuse(Texts.yaml(fields));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void bothTakeNullForAbsentWhereAFieldMayBeAbsent(
            @ForAll("valid") Map<String, String> fields, @ForAll @IntRange(max = 999) int pick) {
        Field field = pick(
                ScenarioFields.all().stream()
                        .filter(any -> staysWholeWithout(fields, any.path()))
                        .toList(),
                pick);
        Fault.clearSection(fields, field);
        fields.put(field.path(), List.of("", "~", "null").get(pick % 3));
        if (field.required()) {
            assertBothRefuse(Texts.yaml(fields));
        } else {
            assertBothAccept(Texts.yaml(fields));
        }
    }

    /**
     * Whether a field's absence says nothing about other fields that the schema cannot know: K may be absent by
     * pattern, the memory by channel, what a source reads by the source, replications by a precision, a crash has a
     * worker and a time, and the defaults of channel, pattern and protocol must go with the other two.
     */
    private static boolean staysWholeWithout(Map<String, String> fields, String path) {
        Map<String, String> rest = new LinkedHashMap<>(fields);
        rest.remove(path);
        return !NEEDED_BY_OTHERS.contains(path) && Texts.exchanges().contains(Texts.Exchange.of(rest));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void bothNeedWorkersAndABatchUnlessThereIsADeadlineAndNeither(
            @ForAll("valid") Map<String, String> fields, @ForAll @IntRange(max = 999) int pick) {
        fields.remove("plan");
        fields.put("deadline", List.of("8000 s", "~", "\"2 h\"").get(pick % 3));
        List<String> lacking = new ArrayList<>();
        for (Field field : ScenarioFields.neededUnlessOpen()) {
            String written = List.of("1", "-", "", "~").get((lacking.isEmpty() ? pick / 3 : pick / 12) % 4);
            if (!written.equals("1")) {
                lacking.add(field.path());
                fields.remove(field.path());
                if (!written.equals("-")) {
                    fields.put(field.path(), written);
                }
            }
        }
        boolean open = pick % 3 != 1 && lacking.size() == 2;
        String yaml = Texts.yaml(fields);
        assertThat(ScenarioLoader.isOpen(YamlFile.parse("s.yaml", yaml))).isEqualTo(open);
        assertThat(schemaAccepts(yaml)).as(yaml).isEqualTo(open || lacking.isEmpty());
        assertThat(loaderAccepts(yaml)).as(yaml).isEqualTo(lacking.isEmpty());
        if (open) {
            assertThat(ScenarioLoader.loadOpen("s.yaml", yaml, List.of())
                            .scenario()
                            .plan()
                            .workers())
                    .isEqualTo(1);
        }
    }

    @Test
    void aPlanMayBeLeftOutWhereThereIsADeadline() {
        String yaml = "name: a\nworkload: b\nepochs: 1\n";
        for (String plan : List.of("", "plan: ~\n", "plan: {}\n", "plan: {max-global-batch: 9}\n")) {
            assertThat(schemaAccepts(yaml + "deadline: 1 h\n" + plan)).isTrue();
            assertThat(ScenarioLoader.isOpen(YamlFile.parse("s", yaml + "deadline: 1 h\n" + plan)))
                    .isTrue();
            assertBothRefuse(yaml + plan);
        }
    }

    private static <T> T pick(List<T> all, int number) {
        return all.get(number % all.size());
    }

    /** Ways in which the structure of a scenario can be wrong. */
    enum Fault {
        UNKNOWN_KEY {
            @Override
            void inject(Map<String, String> fields, int pick) {
                Field like = pick(ScenarioFields.all(), pick);
                clearSection(fields, like);
                fields.put(like.path() + "x", like.example());
            }
        },
        REMOVED_REQUIRED_KEY {
            @Override
            void inject(Map<String, String> fields, int pick) {
                fields.remove(pick(
                                ScenarioFields.all().stream()
                                        .filter(Field::required)
                                        .toList(),
                                pick)
                        .path());
            }
        },
        LIST_OR_MAPPING_FOR_A_VALUE {
            @Override
            void inject(Map<String, String> fields, int pick) {
                set(fields, pick(ScenarioFields.all(), pick), pick % 2 == 0 ? "[1, 2]" : "{a: 1}");
            }
        },
        VALUE_OR_LIST_FOR_A_SECTION {
            @Override
            void inject(Map<String, String> fields, int pick) {
                String section = pick(ScenarioFields.sections(), pick);
                fields.keySet().removeIf(path -> path.startsWith(section + "."));
                fields.put(section, List.of("5", "text", "[a]", "true").get(pick % 4));
            }
        },
        BARE_NUMBER_FOR_A_QUANTITY {
            @Override
            void inject(Map<String, String> fields, int pick) {
                set(
                        fields,
                        pick(quantities(), pick),
                        List.of("1536", "\"1536\"", "1.5e3", ".nan").get(pick % 4));
            }
        },
        UNIT_OF_ANOTHER_DIMENSION {
            @Override
            void inject(Map<String, String> fields, int pick) {
                Field field = pick(quantities(), pick);
                String unit = dimension(field).unit();
                String otherCase = unit.equals(unit.toUpperCase(Locale.ROOT))
                        ? unit.toLowerCase(Locale.ROOT)
                        : unit.toUpperCase(Locale.ROOT);
                set(
                        fields,
                        field,
                        List.of("1536 USD/h", "1536 MiB/s", "1536 " + otherCase, unit)
                                .get(pick % 4));
            }
        },
        NO_CHOICE {
            @Override
            void inject(Map<String, String> fields, int pick) {
                set(
                        fields,
                        pick(taking(Kind.OneOf.class), pick),
                        List.of("nonsense", "5", "\"\"", "true", "\"null\"").get(pick % 5));
            }
        },
        WHOLE_NUMBER_OUT_OF_BOUNDS {
            @Override
            void inject(Map<String, String> fields, int pick) {
                Field field = pick(wholes(), pick);
                long least = field.kind() instanceof Kind.Whole whole ? whole.least() : 1;
                long most = field.kind() instanceof Kind.Whole whole
                        ? whole.most()
                        : ((Kind.WholeOrWord) field.kind()).most();
                set(
                        fields,
                        field,
                        List.of(Long.toString(least - 1), Long.toString(most + 1), "9".repeat(40))
                                .get(pick % 3));
            }
        },
        QUOTED_WHOLE_NUMBER {
            @Override
            void inject(Map<String, String> fields, int pick) {
                set(fields, pick(wholes(), pick), pick % 2 == 0 ? "\"1\"" : "'1'");
            }
        },
        NO_WHOLE_NUMBER {
            @Override
            void inject(Map<String, String> fields, int pick) {
                set(
                        fields,
                        pick(wholes(), pick),
                        List.of("1.5", "many", "true", ".inf", "1_0", "1 2").get(pick % 6));
            }
        },
        NUMBER_OUT_OF_BOUNDS {
            @Override
            void inject(Map<String, String> fields, int pick) {
                Field field = pick(taking(Kind.Real.class), pick);
                Kind.Real real = (Kind.Real) field.kind();
                set(
                        fields,
                        field,
                        List.of(
                                        Quantity.plain(Math.nextDown(real.least())),
                                        Quantity.plain(Math.nextUp(real.most())),
                                        Quantity.plain(real.least() - 1),
                                        "-9.9e99",
                                        "9.9e99")
                                .get(pick % 5));
            }
        },
        NO_NUMBER {
            @Override
            void inject(Map<String, String> fields, int pick) {
                set(
                        fields,
                        pick(taking(Kind.Real.class), pick),
                        List.of("\"0.5\"", "'1'", "0.5 s", "many", "true", ".inf", "1_0", "1 2", "1,5", "\"\"")
                                .get(pick % 10));
            }
        },
        NO_NUMBERS_OF_WORKERS {
            @Override
            void inject(Map<String, String> fields, int pick) {
                set(
                        fields,
                        pick(taking(Kind.Workers.class), pick),
                        List.of(
                                        "\"\"",
                                        "\" 0\"",
                                        "\"0,\"",
                                        "-1",
                                        "\"0,,1\"",
                                        "0 to 3",
                                        "1.5",
                                        "true",
                                        "100000",
                                        "\"0\\n\"",
                                        "0;1",
                                        "\"" + "1 ".repeat(500) + "1\"")
                                .get(pick % 12));
            }
        },
        NO_NAME_OF_A_MODEL {
            @Override
            void inject(Map<String, String> fields, int pick) {
                set(
                        fields,
                        pick(taking(Kind.Label.class), pick),
                        List.of("123", "1.5", "true", "a b", "é", "a/b", "\"a\\n\"", "\"\"", "a".repeat(81))
                                .get(pick % 9));
            }
        },
        BLANK_OR_CONTROLLING_TEXT {
            @Override
            void inject(Map<String, String> fields, int pick) {
                set(
                        fields,
                        pick(taking(Kind.Text.class), pick),
                        List.of("\"\"", "\"  \"", "\"a\\tb\"", "\"a\\n\"", "\"\\u2003\"", "\"\\ufeff.\"")
                                .get(pick % 6));
            }
        },
        NO_PROFILE {
            @Override
            void inject(Map<String, String> fields, int pick) {
                Field field = pick(taking(Kind.Profile.class), pick);
                String ending = ((Kind.Profile) field.kind()).ending();
                set(
                        fields,
                        field,
                        List.of(
                                        "123",
                                        "true",
                                        "Resnet",
                                        "a.yml",
                                        "\"a\\n." + ending + "\"",
                                        "\"x." + ending + "\\n\"",
                                        "a" + ending + ".",
                                        ending.equals("csv") ? "a.yaml" : "a.csv",
                                        "\"\"")
                                .get(pick % 9));
            }
        },
        NO_NAME_OF_A_TYPE {
            @Override
            void inject(Map<String, String> fields, int pick) {
                set(
                        fields,
                        pick(taking(Kind.Id.class), pick),
                        List.of(
                                        "123",
                                        "1.5",
                                        "true",
                                        "M5.large",
                                        "m5_large",
                                        ".m5",
                                        "\"m5 large\"",
                                        "\"m5\\n\"",
                                        "\"\"")
                                .get(pick % 9));
            }
        };

        abstract void inject(Map<String, String> fields, int pick);

        /** A section that is null cannot also hold keys. */
        static void clearSection(Map<String, String> fields, Field field) {
            fields.remove(field.section());
        }

        private static void set(Map<String, String> fields, Field field, String value) {
            clearSection(fields, field);
            fields.put(field.path(), value);
        }

        private static List<Field> taking(Class<? extends Kind> kind) {
            return ScenarioFields.all().stream()
                    .filter(field -> kind.isInstance(field.kind()))
                    .toList();
        }

        private static List<Field> quantities() {
            List<Field> all = new ArrayList<>(taking(Kind.Amount.class));
            all.addAll(taking(Kind.Measure.class));
            return all;
        }

        private static Dimension dimension(Field quantity) {
            return quantity.kind() instanceof Kind.Amount amount
                    ? amount.dimension()
                    : ((Kind.Measure) quantity.kind()).dimension();
        }

        private static List<Field> wholes() {
            List<Field> all = new ArrayList<>(taking(Kind.Whole.class));
            all.addAll(taking(Kind.WholeOrWord.class));
            return all;
        }
    }
}
