package faastrain.trace;

/**
 * How fast parameter servers and the functions that call them work.
 *
 * @param functionBandwidthMibPerSecond bandwidth of one function to a server, MiB/s (λDNN's B_f)
 * @param grpc remote calls with gRPC
 * @param thrift remote calls with Thrift
 */
public record ServerRates(double functionBandwidthMibPerSecond, RpcRates grpc, RpcRates thrift) {}
