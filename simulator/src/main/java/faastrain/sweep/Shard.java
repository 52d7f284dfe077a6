package faastrain.sweep;

import faastrain.scenario.InvalidInputException;
import faastrain.scenario.Place;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several equal parts of a sweep: every n-th batch. Neighbours in the list of batches cost about the same, so that
 * parts do too.
 *
 * @param number counted from 1
 * @param of how many parts there are
 */
public record Shard(int number, int of) {
    /** All of a sweep. */
    public static final Shard ALL = new Shard(1, 1);

    /** Array jobs have fewer. */
    private static final int MOST = 100_000;

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

    /** @throws IllegalArgumentException when there is no such part */
    public Shard {
        if (of < 1 || of > MOST || number < 1 || number > of) {
            throw new IllegalArgumentException("there is no part " + number + " of " + of);
        }
    }

    /**
     * Reads {@code 3/40}, the third of forty parts.
     *
     * @throws InvalidInputException when it is none
     */
    public static Shard parse(String text) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            try {
                return new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
            } catch (IllegalArgumentException none) {
                // Told below.
            }
        }
        throw new InvalidInputException(
                Place.of("--shard " + text),
                "must be i/n with i from 1 to n and n at most " + MOST + ", such as 3/40 for the third of forty parts");
    }

    /** Whether a batch belongs to this part. */
    public boolean has(Batch batch) {
        return batch.number() % of == number - 1;
    }
}
