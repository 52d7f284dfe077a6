package faastrain.trace;

import faastrain.scenario.Dimension;
import faastrain.scenario.Fields;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Problems;
import faastrain.scenario.YamlFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the prices and limits of a provider ({@code traces/providers/*.yaml}). Every figure is written as
 * {@code {value: …, source: …}}; a figure without its source is refused.
 */
public final class ProviderReader {
    /** Nothing is billed by more than the hour. */
    private static final double MOST_INCREMENT_S = 3600;

    private final Figures figures = new Figures("the provider's price page");

    private ProviderReader() {}

    /**
     * Reads and checks a file.
     *
     * @throws InvalidInputException with everything that is wrong with it
     */
    public static ProviderProfile read(Path file) {
        return new ProviderReader().profile(file);
    }

    private ProviderProfile profile(Path file) {
        Problems problems = new Problems();
        Fields root = new Fields(YamlFile.read(file), problems);
        String id = ProfileFields.id(root, "id", "aws-us-east-1-2024");
        String description = ProfileFields.filledText(root, "description", "AWS, us-east-1");
        String date = ProfileFields.date(root, "date");

        Fields function = root.section("function", "{memory-time: " + Figures.FORM + ", …}");
        FunctionPrices functionPrices = new FunctionPrices(
                price(function, "memory-time", Dimension.MEMORY_TIME_PRICE),
                price(function, "request", Dimension.REQUEST_PRICE),
                figures.required(
                        function,
                        "billing-increment",
                        (figure, value) ->
                                ProfileFields.notNegative(figure, value, Dimension.TIME, MOST_INCREMENT_S, "1 ms")));
        FunctionLimits functionLimits = new FunctionLimits(
                figures.required(function, "min-memory", ProfileFields::memory),
                figures.required(function, "max-memory", ProfileFields::memory),
                limit(function, "memory-per-vcpu", Dimension.MEMORY),
                limit(function, "lifetime", Dimension.TIME));
        if (functionLimits.maxMemoryMb() < functionLimits.minMemoryMb() && problems.isEmpty()) {
            function.problem("max-memory", "must be at least min-memory");
        }
        function.finish();

        Fields storage = root.section("storage", "{put: " + Figures.FORM + ", …}");
        StoragePrices storagePrices = new StoragePrices(
                price(storage, "put", Dimension.REQUEST_PRICE),
                price(storage, "get", Dimension.REQUEST_PRICE),
                price(storage, "list", Dimension.REQUEST_PRICE),
                price(storage, "delete", Dimension.REQUEST_PRICE));
        storage.finish();

        Optional<Double> cacheUsdPerMib = Optional.empty();
        Optional<Double> cacheUsdPerGbHour = Optional.empty();
        SortedMap<String, Double> nodes = new TreeMap<>();
        Optional<Double> nodeIncrement = Optional.empty();
        Optional<Fields> cache = root.optionalSection("cache");
        if (cache.isPresent()) {
            cacheUsdPerMib = Optional.of(price(cache.get(), "moved", Dimension.SIZE_PRICE));
            cacheUsdPerGbHour = figures.optional(
                    cache.get(),
                    "stored",
                    (figure, value) -> ProfileFields.notNegative(figure, value, Dimension.SIZE_TIME_PRICE));
            nodes = hourly(cache.get(), "nodes");
            nodeIncrement = figures.optional(
                    cache.get(),
                    "node-increment",
                    (figure, value) ->
                            ProfileFields.notNegative(figure, value, Dimension.TIME, MOST_INCREMENT_S, "1 h"));
            cache.get().finish();
        }
        Optional<TablePrices> table = root.optionalSection("table").map(section -> {
            TablePrices prices = new TablePrices(
                    price(section, "write-unit", Dimension.REQUEST_PRICE),
                    price(section, "read-unit", Dimension.REQUEST_PRICE));
            section.finish();
            return prices;
        });
        Optional<Double> minimumBilled = Optional.empty();
        SortedMap<String, Double> types = new TreeMap<>();
        Optional<Fields> instances = root.optionalSection("instances");
        if (instances.isPresent()) {
            minimumBilled = Optional.of(limit(instances.get(), "minimum-billed", Dimension.TIME));
            types = hourly(instances.get(), "types");
            instances.get().finish();
        }
        root.finish();
        problems.throwIfAny();
        return new ProviderProfile(
                id,
                date,
                description,
                functionPrices,
                storagePrices,
                functionLimits,
                cacheUsdPerMib,
                cacheUsdPerGbHour,
                table,
                nodes,
                nodeIncrement,
                types,
                minimumBilled,
                figures.sources());
    }

    private SortedMap<String, Double> hourly(Fields section, String key) {
        Fields entries = section.section(key, "{m5.large: " + Figures.FORM + "}");
        SortedMap<String, Double> prices = new TreeMap<>();
        for (String name : entries.mapping().entries().keySet()) {
            prices.put(name, price(entries, name, Dimension.TIME_PRICE));
        }
        return prices;
    }

    private double price(Fields section, String key, Dimension dimension) {
        return figures.required(section, key, (figure, value) -> ProfileFields.notNegative(figure, value, dimension));
    }

    private double limit(Fields section, String key, Dimension dimension) {
        return figures.required(section, key, (figure, value) -> ProfileFields.positive(figure, value, dimension));
    }
}
