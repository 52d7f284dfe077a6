package faastrain.result;

import faastrain.event.Phase;

/**
 * What a worker did for a while.
 *
 * @param worker counted from 0
 * @param round of the exchange that it is in, counted from 1; before the first that one
 * @param phase what it spent the time on
 * @param startSeconds on the clock of the run
 * @param endSeconds on the clock of the run
 */
public record Span(int worker, int round, Phase phase, double startSeconds, double endSeconds) {}
