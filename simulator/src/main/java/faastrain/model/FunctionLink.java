package faastrain.model;

import faastrain.trace.TransferCurve;

/**
 * How fast one function moves one object to and from the storage.
 *
 * @param upload time of an upload by size
 * @param download time of a download by size
 * @param uploadSpread standard deviation of ln(measured/fitted) of uploads
 * @param downloadSpread the same of downloads
 */
public record FunctionLink(TransferCurve upload, TransferCurve download, double uploadSpread, double downloadSpread) {}
