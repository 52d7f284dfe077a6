package faastrain.event;

import faastrain.model.Channel;

/** A part of the way that an object takes through a channel. Whoever has entered it is told when it has passed. */
interface Stage {
    /** Lets a transfer enter, now. */
    void enter(Transfer transfer);

    /** Takes a transfer that has entered and not passed out again, now. */
    void leave(Transfer transfer);

    /** Nobody shares anything: the transfer takes the time that it takes alone. */
    final class Alone implements Stage {
        @Override
        public void enter(Transfer transfer) {
            transfer.pause(transfer.aloneSeconds());
        }

        @Override
        public void leave(Transfer transfer) {
            transfer.stopPause();
        }
    }

    /**
     * A NIC: the transfer is a flow that alone is as fast as the link's curve says.
     *
     * @param link whose capacity is shared
     */
    record Shared(SharedLink link) implements Stage {
        @Override
        public void enter(Transfer transfer) {
            link.start(transfer.flow(), transfer.mib(), transfer.mib() / transfer.aloneSeconds());
        }

        @Override
        public void leave(Transfer transfer) {
            link.cancel(transfer.flow());
        }
    }

    /**
     * The throughput of a table: the transfer is a flow of write units.
     *
     * @param units whose rate is shared
     */
    record WriteUnits(SharedLink units, Channel.Table table) implements Stage {
        @Override
        public void enter(Transfer transfer) {
            double amount = table.writeUnits(transfer.mib());
            units.start(transfer.flow(), amount, amount / transfer.aloneSeconds());
        }

        @Override
        public void leave(Transfer transfer) {
            units.cancel(transfer.flow());
        }
    }

    /**
     * The throughput of a table: the transfer is a flow of read units.
     *
     * @param units whose rate is shared
     */
    record ReadUnits(SharedLink units, Channel.Table table) implements Stage {
        @Override
        public void enter(Transfer transfer) {
            double amount = table.readUnits(transfer.mib());
            units.start(transfer.flow(), amount, amount / transfer.aloneSeconds());
        }

        @Override
        public void leave(Transfer transfer) {
            units.cancel(transfer.flow());
        }
    }

    /**
     * Threads or cores that serve one transfer at a time, first come first served.
     *
     * @param queue who serves
     * @param seconds of each
     * @param mibPerSecond what one of them works through in a second
     */
    record Served(ServiceQueue queue, double seconds, double mibPerSecond) implements Stage {
        @Override
        public void enter(Transfer transfer) {
            queue.request(transfer.service(), seconds + transfer.mib() / mibPerSecond);
        }

        @Override
        public void leave(Transfer transfer) {
            queue.cancel(transfer.service());
        }
    }

    /**
     * Work of the worker's own: serialising before it sends, deserialising what it has received.
     *
     * @param mibPerSecond what it works through in a second
     */
    record OwnWork(double mibPerSecond) implements Stage {
        @Override
        public void enter(Transfer transfer) {
            transfer.pause(transfer.mib() / mibPerSecond);
        }

        @Override
        public void leave(Transfer transfer) {
            transfer.stopPause();
        }
    }
}
