package faastrain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import faastrain.trace.AffineCurve;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** How objects are cut into a table's items, and what they take of its units: items of 400 KiB as in DynamoDB. */
class TableTest {
    private static final Offset<Double> EXACT = within(1e-12);
    private static final double KIB = 1 / 1024.0;

    /** An item of S MiB takes 0.5 + S/2 s up and 0.25 + S/8 s down. */
    private static Channel.Table table(double readUnitShare) {
        FunctionLink link = new FunctionLink(new AffineCurve(0.5, 2), new AffineCurve(0.25, 8), 0, 0);
        return new Channel.Table(link, 0.25, 400 * KIB, 1, 4000, 12_000, readUnitShare);
    }

    private static final Channel.Table STRONG = table(1);

    @Test
    void belowTheLimitAnObjectIsOneItem() {
        double mib = 399.5 * KIB;
        assertThat(STRONG.requests(mib)).isEqualTo(1);
        assertThat(STRONG.uploadSeconds(mib)).isCloseTo(0.5 + mib / 2, EXACT);
        assertThat(STRONG.downloadSeconds(mib)).isCloseTo(0.25 + mib / 8, EXACT);
        assertThat(STRONG.writeUnits(mib)).isEqualTo(400);
        assertThat(STRONG.readUnits(mib)).isEqualTo(100);
    }

    @Test
    void atTheLimitItStillIs() {
        double mib = 400 * KIB;
        assertThat(STRONG.requests(mib)).isEqualTo(1);
        assertThat(STRONG.uploadSeconds(mib)).isCloseTo(0.5 + mib / 2, EXACT);
        assertThat(STRONG.writeUnits(mib)).isEqualTo(400);
        assertThat(STRONG.readUnits(mib)).isEqualTo(100);
    }

    @Test
    void aboveTheLimitTheRestIsAnItemOfItsOwn() {
        // 400 and 1 KiB: two latencies, 401 write units; 100 and 1 read units.
        double mib = 401 * KIB;
        assertThat(STRONG.requests(mib)).isEqualTo(2);
        assertThat(STRONG.uploadSeconds(mib)).isCloseTo(2 * 0.5 + mib / 2, EXACT);
        assertThat(STRONG.downloadSeconds(mib)).isCloseTo(2 * 0.25 + mib / 8, EXACT);
        assertThat(STRONG.writeUnits(mib)).isEqualTo(401);
        assertThat(STRONG.readUnits(mib)).isEqualTo(101);
    }

    @Test
    void wholeItemsLeaveNoRest() {
        double mib = 1200 * KIB;
        assertThat(STRONG.requests(mib)).isEqualTo(3);
        assertThat(STRONG.uploadSeconds(mib)).isCloseTo(3 * 0.5 + mib / 2, EXACT);
        assertThat(STRONG.writeUnits(mib)).isEqualTo(1200);
        assertThat(STRONG.readUnits(mib)).isEqualTo(300);
    }

    @Test
    void theSmallestObjectTakesAUnit() {
        for (double mib : new double[] {0, 28 * 4 / 1048576.0, KIB}) {
            assertThat(STRONG.requests(mib)).isEqualTo(1);
            assertThat(STRONG.writeUnits(mib)).isEqualTo(1);
            assertThat(STRONG.readUnits(mib)).isEqualTo(1);
        }
        assertThat(STRONG.uploadSeconds(0)).isEqualTo(0.5);
    }

    @Test
    void anEventuallyConsistentReadTakesHalfOfAStrongOne() {
        assertThat(table(0.5).readUnits(KIB)).isEqualTo(0.5);
        assertThat(table(0.5).readUnits(401 * KIB)).isEqualTo(0.5 * 101);
        assertThat(table(0.5).scanUnits(1)).isEqualTo(0.5 * 256);
        assertThat(table(0.5).writeUnits(401 * KIB)).isEqualTo(401);
    }

    @Test
    void aScanAddsUpBeforeItRoundsAndGoesPageByPage() {
        assertThat(STRONG.scanUnits(0)).isEqualTo(1);
        assertThat(STRONG.scanUnits(4 * KIB)).isEqualTo(1);
        assertThat(STRONG.scanUnits(5 * KIB)).isEqualTo(2);
        assertThat(STRONG.pages(0)).isEqualTo(1);
        assertThat(STRONG.pages(1)).isEqualTo(1);
        assertThat(STRONG.pages(1.5)).isEqualTo(2);
    }

    @Test
    void elsewhereAnObjectIsOneRequestWhateverItsSize() {
        Channel store = Channel.Store.unlimited(STRONG.link());
        assertThat(store.requests(500)).isEqualTo(1);
        assertThat(store.uploadSeconds(500)).isEqualTo(0.5 + 250);
        assertThat(store.downloadSeconds(500)).isEqualTo(0.25 + 62.5);
        assertThat(store.requestSeconds()).isEqualTo(0.25);
    }

    /** Item by item, in sixteenths of a KiB, which are exact. */
    @Property(tries = 500)
    void timesAndUnitsAreThoseOfTheItems(@ForAll @IntRange(min = 1, max = 160_000) int sixteenths) {
        long requests = 0;
        double up = 0;
        double down = 0;
        double written = 0;
        double read = 0;
        for (int rest = sixteenths; rest > 0; rest -= 6400) {
            int item = Math.min(rest, 6400);
            requests++;
            up += 0.5 + item / 16384.0 / 2;
            down += 0.25 + item / 16384.0 / 8;
            written += Math.ceil(item / 16.0);
            read += Math.ceil(item / 64.0);
        }
        double mib = sixteenths / 16384.0;
        assertThat(STRONG.requests(mib)).isEqualTo(requests);
        assertThat(STRONG.uploadSeconds(mib)).isCloseTo(up, within(1e-9));
        assertThat(STRONG.downloadSeconds(mib)).isCloseTo(down, within(1e-9));
        assertThat(STRONG.writeUnits(mib)).isEqualTo(written);
        assertThat(STRONG.readUnits(mib)).isEqualTo(read);
        assertThat(table(0.5).readUnits(mib)).isEqualTo(read / 2);
    }
}
