package faastrain.model;

import faastrain.scenario.PatternKind;

/**
 * How the workers of a training exchange their parameters.
 *
 * @param pattern who sends what to whom
 * @param channel through what
 * @param waiting how readers learn of objects
 */
public record Exchange(PatternKind pattern, Channel channel, Waiting waiting) {
    /** K-Reduce over an object store without limits, whose readers learn of an object at once. */
    public static Exchange ideal(FunctionLink link) {
        return new Exchange(PatternKind.K_REDUCE, Channel.Store.unlimited(link), Waiting.NOTIFY);
    }
}
