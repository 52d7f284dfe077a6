package faastrain.result;

import faastrain.event.Phase;

/**
 * What a worker did for a while.
 *
 * @param worker counted from 0
 * @param round of the exchange, counted from 1; 0 before the first
 * @param phase what it spent the time on
 * @param startSeconds on the clock of the run
 * @param endSeconds on the clock of the run
 */
public record Span(int worker, int round, Phase phase, double startSeconds, double endSeconds) {}
