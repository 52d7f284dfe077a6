/**
 * Batches of simulations on an Apache Spark cluster.
 *
 * <p>The program itself is Spark's driver: no {@code spark-submit}, no installation of FaasTrain on the cluster. {@link
 * faastrain.cluster.SparkBatches} sends the jars that {@link faastrain.cluster.ShippedJars} finds, what all batches
 * share once to every executor, and every batch as one task. A result is handed over as soon as its batch is done and
 * exactly once, whatever the cluster loses and repeats meanwhile; the order in which results arrive is the cluster's, so
 * that whoever takes them puts them in order.
 *
 * <p>Spark is not shipped. The driver needs Spark's jars before its own on the class path, because Spark's modules of
 * Jackson accept one version only, and the options of Java in the file {@code java-options} of this module.
 */
@NullMarked
package faastrain.cluster;

import org.jspecify.annotations.NullMarked;
