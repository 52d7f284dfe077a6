package faastrain.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * What a quantity measures, with the units it may be written in. Values are converted to the first unit when
 * they are read; nothing behind the readers knows another unit.
 */
public enum Dimension {
    /** An amount of data, MiB = 2^20 bytes. */
    SIZE("97.49 MiB", "MiB", 1.0, "KiB", 1.0 / 1024, "GiB", 1024.0, "B", 1.0 / 1048576),
    /** The memory quota of a function; Lambda's MB is 2^20 bytes. */
    MEMORY("1536 MB", "MB", 1.0, "GB", 1024.0),
    /** A duration. */
    TIME("900 s", "s", 1.0, "ms", 1e-3, "min", 60.0, "h", 3600.0),
    /** Data per second; MB/s is 10^6 bytes and Gbit/s 10^9 bits, as networks are advertised. */
    BANDWIDTH(
            "80 MiB/s",
            "MiB/s",
            1.0,
            "KiB/s",
            1.0 / 1024,
            "GiB/s",
            1024.0,
            "MB/s",
            1e6 / 1048576,
            "Gbit/s",
            1e9 / 8 / 1048576),
    /** Events, such as requests, units of them or crashes, by time. */
    RATE("3500 /s", "/s", 1.0, "/h", 1.0 / 3600),
    /** Price of memory held for a time; Lambda's GB is 2^30 bytes. */
    MEMORY_TIME_PRICE("0.0000166667 USD/GB-s", "USD/GB-s", 1.0),
    /** Price of a request. */
    REQUEST_PRICE("0.000005 USD/request", "USD/request", 1.0, "USD/million requests", 1e-6),
    /** Price of a thing held for a time. */
    TIME_PRICE("0.096 USD/h", "USD/h", 1.0),
    /** Price of moved data. */
    SIZE_PRICE("0.0000034 USD/MiB", "USD/MiB", 1.0),
    /** Price of data stored for a time; the GB is taken as 2^30 bytes. */
    SIZE_TIME_PRICE("0.125 USD/GB-h", "USD/GB-h", 1.0);

    /** A unit and how many of the dimension's kept unit it is. */
    public record Unit(String name, double factor) {}

    private final String example;

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable and so are its records
    private final List<Unit> units;

    Dimension(String example, Object... namesAndFactors) {
        this.example = example;
        List<Unit> all = new ArrayList<>();
        for (int i = 0; i < namesAndFactors.length; i += 2) {
            all.add(new Unit((String) namesAndFactors[i], (Double) namesAndFactors[i + 1]));
        }
        this.units = List.copyOf(all);
    }

    /** How such a quantity is written, for messages. */
    public String example() {
        return example;
    }

    /** The unit that values are kept in. */
    public String unit() {
        return units.get(0).name();
    }

    /** Every unit that may be written, the kept one first. */
    public List<Unit> units() {
        return units;
    }

    /** The units as a list for messages: {@code MiB, KiB, GiB or B}. */
    public String unitsInWords() {
        List<String> names = units.stream().map(Unit::name).toList();
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    /** How many of the kept unit the given unit is, or NaN when it is none of this dimension. */
    double factor(String unit) {
        return units.stream()
                .filter(known -> known.name().equals(unit))
                .mapToDouble(Unit::factor)
                .findFirst()
                .orElse(Double.NaN);
    }
}
