package faastrain.sweep;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What a point of a sweep is known by: the SHA-256 of its resolved scenario, of its inputs and of the version. Ordered as
 * its bytes are, unsigned, which is also the order of a store.
 *
 * @param first bytes 0 to 7, the first the most significant
 * @param second bytes 8 to 15
 * @param third bytes 16 to 23
 * @param fourth bytes 24 to 31
 */
public record PointHash(long first, long second, long third, long fourth) implements Comparable<PointHash> {
    private static final int BYTES = 4 * Long.BYTES;

    /**
     * A hash of 32 bytes.
     *
     * @throws IllegalArgumentException when there are more or fewer
     */
    public static PointHash of(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a point's hash has " + BYTES + " bytes, not " + hash.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new PointHash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /** Its 32 bytes. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    /** Its 64 digits, in lower case. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    @Override
    public int compareTo(PointHash other) {
        int order = Long.compareUnsigned(first, other.first);
        if (order == 0) {
            order = Long.compareUnsigned(second, other.second);
        }
        if (order == 0) {
            order = Long.compareUnsigned(third, other.third);
        }
        return order == 0 ? Long.compareUnsigned(fourth, other.fourth) : order;
    }

    @Override
    public String toString() {
        return hex();
    }
}
