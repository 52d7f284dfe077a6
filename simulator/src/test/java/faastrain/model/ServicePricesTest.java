package faastrain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What channels cost beside requests. */
class ServicePricesTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void machinesOnEc2AreBilledByTheSecondAndForAMinuteAtLeast() {
        ServicePrices machines = ServicePrices.rent(0.0464, 1, 60, 10);
        assertThat(machines.rentUsd(0.1)).isCloseTo(10 * 60 * 0.0464 / 3600, EXACT);
        assertThat(machines.rentUsd(60)).isCloseTo(10 * 60 * 0.0464 / 3600, EXACT);
        assertThat(machines.rentUsd(60.2)).isCloseTo(10 * 61 * 0.0464 / 3600, EXACT);
        assertThat(machines.rentUsd(181)).isCloseTo(10 * 181 * 0.0464 / 3600, EXACT);
    }

    @Test
    void nodesOfACacheAreBilledByTheStartedHour() {
        ServicePrices node = ServicePrices.rent(0.068, 3600, 0, 1);
        assertThat(node.rentUsd(0)).isZero();
        assertThat(node.rentUsd(1)).isCloseTo(0.068, EXACT);
        assertThat(node.rentUsd(3600)).isCloseTo(0.068, EXACT);
        assertThat(node.rentUsd(3600.5)).isCloseTo(2 * 0.068, EXACT);
    }

    @Test
    void withoutAnIncrementNothingIsRounded() {
        assertThat(ServicePrices.rent(0.36, 0, 0, 2).rentUsd(12.345)).isCloseTo(2 * 12.345 * 1e-4, EXACT);
    }

    @Test
    void aGigabyteIsKeptForAnHour() {
        ServicePrices cache = ServicePrices.serverlessCache(3.4816e-6, 0.125);
        assertThat(cache.storedUsd(1024 * 3600)).isCloseTo(0.125, EXACT);
        // 100 MiB for 36 s and 4 MiB for 900 s: 7,200 MiB·s are 7200/1024/3600 = 1/512 GB·h.
        assertThat(cache.storedUsd(100 * 36 + 4 * 900)).isCloseTo(0.125 / 512, EXACT);
    }

    @Test
    void whatAChannelDoesNotHaveCostsNothing() {
        assertThat(ServicePrices.NONE.rentUsd(5000)).isZero();
        assertThat(ServicePrices.NONE.storedUsd(5000)).isZero();
        ServicePrices table = ServicePrices.table(1.25e-6, 0.25e-6);
        assertThat(table)
                .returns(1.25e-6, ServicePrices::usdPerWriteUnit)
                .returns(0.25e-6, ServicePrices::usdPerReadUnit)
                .returns(0.0, ServicePrices::usdPerMovedMib);
        assertThat(table.rentUsd(5000) + table.storedUsd(5000)).isZero();
        ServicePrices cache = ServicePrices.serverlessCache(3.4816e-6, 0.125);
        assertThat(cache)
                .returns(3.4816e-6, ServicePrices::usdPerMovedMib)
                .returns(0.0, ServicePrices::usdPerWriteUnit)
                .returns(0.0, ServicePrices::usdPerReadUnit);
        assertThat(cache.rentUsd(5000)).isZero();
        ServicePrices rent = ServicePrices.rent(0.096, 1, 60, 2);
        assertThat(rent.storedUsd(5000) + rent.usdPerMovedMib() + rent.usdPerWriteUnit() + rent.usdPerReadUnit())
                .isZero();
    }

    @Property(tries = 500)
    void theRentIsThatOfTheTimeRoundedUpAndOfTheLeastAtLeast(
            @ForAll @DoubleRange(min = 0, max = 100_000) double seconds,
            @ForAll @IntRange(min = 1, max = 4000) int increment,
            @ForAll @IntRange(min = 0, max = 5000) int least,
            @ForAll @IntRange(min = 0, max = 300) int machines) {
        // Hundredths of a second, as the property draws them, so that the quotient is exact enough to be rounded up.
        double billed = Math.max(least, Math.ceil(Math.round(seconds * 100) / (100.0 * increment)) * increment);
        assertThat(ServicePrices.rent(3.6, increment, least, machines).rentUsd(seconds))
                .isCloseTo(machines * billed / 1000, within(1e-6));
    }
}
