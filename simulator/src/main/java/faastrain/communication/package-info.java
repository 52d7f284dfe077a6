/**
 * Who sends what to whom in a round: a {@link Pattern} gives, for each worker, the {@link Step}s of a round in their
 * order, and for each step the object that it is about. It knows no clock, so that its counts, its keys, and what arrives
 * where are tested without a simulation.
 *
 * <p>With W workers, K aggregators and P servers a round makes
 *
 * <table>
 * <caption>What a round moves</caption>
 * <tr><th>pattern</th><th>writes</th><th>reads</th><th>deletions</th></tr>
 * <tr><td>{@link AllReduce}</td><td>W + 1</td><td>2W − 1</td><td>W, and the sums of earlier rounds</td></tr>
 * <tr><td>{@link KReduce}</td><td>K·W</td><td>2K(W − 1)</td><td>K(W − 1); none in the paper's account</td></tr>
 * <tr><td>{@link GlobalModel}</td><td>W</td><td>W</td><td></td></tr>
 * <tr><td>{@link ParameterServer}</td><td>W·P pushes</td><td>W·P pulls</td><td></td></tr>
 * <tr><td>{@link HybridParameterServer}</td><td>W·P pushes</td><td>W·P pulls, and 3W·P calls that ask</td><td></td></tr>
 * <tr><td>{@link Ring}</td><td>2W(W − 1) chunks</td><td></td><td></td></tr>
 * </table>
 *
 * <p>ScatterReduce is K-Reduce with K = W. The order of the steps, the keys and the deletions are those of the published
 * code of LambdaML ({@code DS3Lab/LambdaML}) and FasDL ({@code cxlchris/FasDL}), for S3 where its storages differ.
 */
@NullMarked
package faastrain.communication;

import org.jspecify.annotations.NullMarked;
