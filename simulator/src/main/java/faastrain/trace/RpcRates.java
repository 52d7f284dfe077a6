package faastrain.trace;

import java.util.OptionalDouble;

/**
 * What remote calls to a parameter server take. Rates are MiB of the message per second, of one core.
 *
 * @param callSeconds time of the server's core per call, apart from what it carries, s
 * @param workerSerializeMibPerSecond how fast a worker turns parameters into a message
 * @param workerDeserializeMibPerSecond how fast a worker turns a message into parameters
 * @param serverSerializeMibPerSecond how fast the server turns parameters into a message
 * @param serverDeserializeMibPerSecond how fast the server turns a message into parameters
 * @param updateMibPerSecond how fast the server adds an update, as it was received, to the model; one at a time
 * @param bytesPerParameter what a parameter takes in a message, bytes
 * @param modelExpirySeconds how long after its registration the server deletes a model, s; absent when it keeps it
 */
public record RpcRates(
        double callSeconds,
        double workerSerializeMibPerSecond,
        double workerDeserializeMibPerSecond,
        double serverSerializeMibPerSecond,
        double serverDeserializeMibPerSecond,
        double updateMibPerSecond,
        int bytesPerParameter,
        OptionalDouble modelExpirySeconds) {}
