package faastrain.trace;

import faastrain.scenario.Fields;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads figures, each written as {@code {value: …, source: …}}, and keeps where each comes from. */
final class Figures {
    /** How a figure is written. */
    static final String FORM = "{value: …, source: …}";

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final String sourceExample;

    /**
     * @param sourceExample the source that messages show as an example
     */
    Figures(String sourceExample) {
        this.sourceExample = sourceExample;
    }

    /** A figure that must be there; a problem when it or its source is missing. */
    <T> T required(Fields section, String key, BiFunction<Fields, String, T> reader) {
        return read(section.section(key, FORM), reader);
    }

    /** A figure that may be left out. */
    <T> Optional<T> optional(Fields section, String key, BiFunction<Fields, String, T> reader) {
        return section.optionalSection(key).map(figure -> read(figure, reader));
    }

    private <T> T read(Fields figure, BiFunction<Fields, String, T> reader) {
        T value = reader.apply(figure, "value");
        sources.put(figure.mapping().path(), ProfileFields.filledText(figure, "source", sourceExample));
        figure.finish();
        return value;
    }

    /** Where a figure that was read comes from. */
    String source(Fields section, String key) {
        return sources.getOrDefault(section.mapping().path() + "." + key, "");
    }

    /** Where the figures read so far come from, by their fields, in the order of reading. */
    Map<String, String> sources() {
        return Collections.unmodifiableMap(sources);
    }
}
