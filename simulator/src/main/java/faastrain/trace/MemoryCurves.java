package faastrain.trace;

/**
 * The transfer curves of functions with one memory quota.
 *
 * @param memoryMb memory quota, MB
 * @param upload function to store
 * @param download store to function
 */
public record MemoryCurves(int memoryMb, DirectionFit upload, DirectionFit download) {
    /** The fit of a direction. */
    public DirectionFit fit(Direction direction) {
        return direction == Direction.UPLOAD ? upload : download;
    }
}
