package faastrain.trace;

/**
 * How fast one core turns parameters into a message and back.
 *
 * @param serializeMibPerSecond parameters to message, MiB/s of the message
 * @param deserializeMibPerSecond message to parameters, MiB/s of the message
 * @param bytesPerParameter what a parameter takes in a message, bytes
 */
public record RpcRates(double serializeMibPerSecond, double deserializeMibPerSecond, int bytesPerParameter) {
    /** Bytes of a parameter of the model itself, a float32. */
    private static final double MODEL_BYTES = 4;

    /** Size of the message that carries so many MiB of float32 parameters, MiB. */
    public double messageMib(double modelMib) {
        return modelMib * (bytesPerParameter / MODEL_BYTES);
    }
}
