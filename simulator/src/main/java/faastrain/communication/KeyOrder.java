package faastrain.communication;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order in which a store lists keys that differ in one number only: by the characters of the key, so that 10 comes
 * before 2.
 */
final class KeyOrder {
    private KeyOrder() {}

    /** The numbers from 0 to {@code count} − 1 in their own order. */
    static int[] byNumber(int count) {
        return IntStream.range(0, count).toArray();
    }

    /** The numbers from 0 to {@code count} − 1 as their keys are listed, each followed by {@code next} in the key. */
    static int[] byKey(int count, String next) {
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparing(number -> number + next))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Where in an order each number stands. */
    static int[] places(int[] order) {
        int[] places = new int[order.length];
        for (int place = 0; place < order.length; place++) {
            places[order[place]] = place;
        }
        return places;
    }
}
