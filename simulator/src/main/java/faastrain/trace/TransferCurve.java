package faastrain.trace;

/** Time of one transfer alone between a function and a store, by the object's size. */
public sealed interface TransferCurve permits SaturationCurve, AffineCurve {
    /**
     * Seconds to move one object.
     *
     * @param sizeMib size in MiB; at 0 the latency
     * @throws IllegalArgumentException when the size is negative or NaN
     */
    double seconds(double sizeMib);
}
