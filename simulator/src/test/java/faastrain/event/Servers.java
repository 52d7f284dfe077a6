package faastrain.event;

import faastrain.model.Channel;
import java.util.Optional;

/** Parameter servers by hand, with the speed of {@link Hand#LINK}: 8 MiB are pushed in 4 s and pulled in 2 s. */
final class Servers {
    private Servers() {}

    /** λDNN's, with a NIC that nobody has to share. */
    static Channel.Servers one() {
        return new Channel.Servers(Hand.LINK, Hand.REQUEST, 1, Hand.UNLIMITED, 1, Optional.empty());
    }

    /** LambdaML's hybrid, whose five calls a round take 0.7 s where they move nothing, and work at no cost. */
    static Channel.Servers called() {
        double free = Hand.UNLIMITED;
        return new Channel.Servers(
                Hand.LINK,
                Hand.REQUEST,
                1,
                free,
                Integer.MAX_VALUE,
                Optional.of(new Channel.Rpc(0, free, free, free, free, free, 4, free)));
    }
}
