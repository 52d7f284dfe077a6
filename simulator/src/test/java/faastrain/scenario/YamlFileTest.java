package faastrain.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {
    @TempDir
    Path folder;

    private static AbstractStringAssert<?> refusal(String text) {
        InvalidInputException invalid = org.junit.jupiter.api.Assertions.assertThrows(
                InvalidInputException.class, () -> YamlFile.parse("f.yaml", text));
        return assertThat(invalid.getMessage());
    }

    private Node.Mapping read(byte[] bytes) throws IOException {
        return YamlFile.read(Files.write(folder.resolve("f.yaml"), bytes));
    }

    private static Node.Entry entry(Node.Mapping mapping, String key) {
        return Objects.requireNonNull(mapping.entries().get(key), key);
    }

    @Test
    void everyValueKnowsItsLineItsColumnAndItsPath() {
        Node.Mapping root = YamlFile.parse("f.yaml", "a: 1\nb:\n  c: [x, {d: y}]\n");
        Node.Mapping b = (Node.Mapping) entry(root, "b").value();
        Node.Sequence c = (Node.Sequence) entry(b, "c").value();
        Node.Mapping item = (Node.Mapping) c.items().get(1);
        assertThat(entry(root, "a").value().place()).hasToString("f.yaml:1:4");
        assertThat(entry(b, "c").keyPlace()).hasToString("f.yaml:3:3");
        assertThat(c.items().get(0).path()).isEqualTo("b.c[0]");
        assertThat(entry(item, "d").value().path()).isEqualTo("b.c[1].d");
        assertThat(entry(item, "d").value().place()).hasToString("f.yaml:3:14");
    }

    @Test
    void keysKeepTheOrderOfTheFile() {
        assertThat(YamlFile.parse("f.yaml", "z: 1\na: 2\nm: 3\n").entries().keySet())
                .containsExactly("z", "a", "m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "---\n", "~", "null"})
    void anEmptyFileHoldsNothing(String text) {
        refusal(text).isEqualTo("f.yaml: must hold \"key: value\" lines, but holds nothing");
    }

    @Test
    void aListAsRootIsNamedAsOne() {
        refusal("- a\n- b\n").isEqualTo("f.yaml: must hold \"key: value\" lines, but holds a list");
    }

    @Test
    void aSingleValueAsRootIsShown() {
        refusal("hello").isEqualTo("f.yaml: must hold \"key: value\" lines, but holds \"hello\"");
    }

    @Test
    void everyRepeatedKeyIsToldWithTheLineOfTheFirst() {
        refusal("a: 1\nb: 2\na: 3\nc:\n  d: 4\n  d: 5\n")
                .isEqualTo("f.yaml:3:1: a: stands here a second time; it is already given at line 1\n"
                        + "f.yaml:6:3: c.d: stands here a second time; it is already given at line 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &x 5\nb: 1\n",
                "a: 1\nb: *x\n",
                "a: &x [1]\nb: *x\n",
                "a: &x 1\nb: *x\n",
                "a: &x\n  b: *x\n",
                "&x a: 1\n",
                "a: &x {b: 1}\nc:\n  <<: *x\n"
            })
    void anchorsAndAliasesAreRefused(String text) {
        refusal(text)
                .startsWith("f.yaml:")
                .endsWith(": YAML anchors and aliases are not used here; write the value out");
    }

    @Test
    void anAnchorIsShownWhereItStands() {
        refusal("a: 1\nb: &x 5\n").startsWith("f.yaml:2:4: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a: !!str 5", "a: !!java.net.URL [x]", "a: !mine {b: 1}", "!!map {a: 1}", "a: ! 5", "!!str a: 1"
            })
    void tagsAreRefused(String text) {
        refusal(text).contains("YAML tags (\"!\" before a value) are not used here");
    }

    @Test
    void twentyLevelsAreReadAndOneMoreIsRefused() {
        Node.Mapping root = YamlFile.parse("f.yaml", "a: " + "[".repeat(19) + "]".repeat(19));
        assertThat(entry(root, "a").value()).isInstanceOf(Node.Sequence.class);
        refusal("a: " + "[".repeat(20) + "]".repeat(20)).isEqualTo("f.yaml:1:23: is nested more than 20 levels deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "[{"})
    void hundredsOfThousandsOfLevelsAreRefusedAtTheTwentyFirst(String opening) {
        refusal(opening.repeat(1_000_000 / opening.length())).endsWith("is nested more than 20 levels deep");
    }

    @Test
    void aTabAsIndentationIsRefusedWhereItStands() {
        refusal("plan:\n\tworkers: 7\n").startsWith("f.yaml:2:1: is not valid YAML: ");
    }

    @Test
    void brokenYamlIsOneLineWithItsPlace() {
        refusal("a: [1, 2\nb: 3\n")
                .startsWith("f.yaml:2:")
                .contains("is not valid YAML")
                .doesNotContain("\n");
        refusal("a: \"open\n")
                .startsWith("f.yaml:")
                .contains("is not valid YAML")
                .doesNotContain("\n");
    }

    @Test
    void aSecondDocumentIsRefused() {
        refusal("a: 1\n---\na: 2\n").contains("is not valid YAML: but found another document");
    }

    @Test
    void aListOrAMappingAsKeyIsRefused() {
        refusal("? [a, b]\n: 1\n").contains("f.yaml:1:3").contains("a key must be a plain word");
    }

    @Test
    void aMergeKeyIsAKeyAsAnyOther() {
        assertThat(YamlFile.parse("f.yaml", "a: 1\n<<: {b: 2}\n").entries().keySet())
                .containsExactly("a", "<<");
    }

    @Test
    void aControlCharacterInAFileIsRefused() {
        refusal("a: b\u0007c\n")
                .contains("f.yaml")
                .contains("is not valid YAML")
                .doesNotContain("\u0007");
    }

    @Test
    void quotesAreRememberedAndNullIsNothingWithoutThem() {
        Node.Mapping root = YamlFile.parse("f.yaml", "a: \"~\"\nb: ~\nc:\nd: 'null'\ne: null\nf: |\n  5\n");
        assertThat(root.entries().entrySet())
                .filteredOn(entry -> ((Node.Scalar) entry.getValue().value()).isNull())
                .extracting(Map.Entry::getKey)
                .containsExactly("b", "c", "e");
        assertThat(((Node.Scalar) entry(root, "f").value()).quoted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-5", "1.5", "1e3", ".inf", ".nan", "0x1f", "0o17", "true", "False", "null"})
    void whatTheCoreSchemaReadsAsNoTextIsTextOnlyInQuotes(String text) {
        assertThat(new Node.Scalar(Place.of("f"), "a", text, false).isText()).isFalse();
        assertThat(new Node.Scalar(Place.of("f"), "a", text, true).isText()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "on", "2024-01-01", "1_000", "5 s", "resnet50", "1e", "="})
    void wordsOfOlderYamlAreText(String text) {
        assertThat(new Node.Scalar(Place.of("f"), "a", text, false).isText()).isTrue();
    }

    @Test
    void aLongValueIsShownShortened() {
        assertThat(new Node.Scalar(Place.of("f"), "a", "😀".repeat(100), false).kind())
                .isEqualTo("\"" + "😀".repeat(60) + "…\"");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreRead() throws IOException {
        Node.Mapping root = read("\ufeffa: 1\r\nb: 2\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(root.entries().keySet()).containsExactly("a", "b");
        assertThat(entry(root, "b").value().kind()).isEqualTo("\"2\"");
    }

    @Test
    void aFileThatIsNotUtf8IsToldSo() throws IOException {
        Path file = Files.write(folder.resolve("latin1.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9, '\n'});
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> YamlFile.read(file))
                .withMessage(file + ": is not a UTF-8 text file");
    }

    @Test
    void aFolderIsToldSo() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> YamlFile.read(folder))
                .withMessage(folder + ": is a folder; a YAML file is needed");
    }

    @Test
    void aMissingFileIsToldSo() {
        Path file = folder.resolve("none.yaml");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> YamlFile.read(file))
                .withMessage(file + ": there is no such file");
    }

    @Test
    void aFileOfMoreThanAMebibyteIsRefusedUnread() throws IOException {
        byte[] bytes = ("a: 1\n" + "#".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(bytes))
                .withMessageContaining("is larger than 1 MiB");
    }
}
