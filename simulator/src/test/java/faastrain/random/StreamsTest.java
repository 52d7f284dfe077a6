package faastrain.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.rng.MRG32k3aL;
import umontreal.ssj.rng.RandomStream;

final class StreamsTest {
    private static final long M1 = 4294967087L;
    private static final long M2 = 4294944443L;

    @Property(tries = 50)
    void neighbouringEntitiesAreNeighbouringStreamsOfSsj(
            @ForAll long seed, @ForAll Purpose purpose, @ForAll @IntRange(max = Integer.MAX_VALUE - 1) int entity) {
        Streams streams = new Streams(seed);
        // SSJ makes streams in sequence only, from a seed of the class: the second one made is the next stream.
        MRG32k3a.setPackageSeed(streams.stream(purpose, entity, 0).getState());
        new MRG32k3a();
        assertSameNumbers(new MRG32k3a(), streams.stream(purpose, entity + 1, 0));
    }

    @Property(tries = 50)
    void replicationsAreTheSubstreamsOfSsj(
            @ForAll long seed, @ForAll @IntRange int entity, @ForAll @IntRange(max = 40) int replication) {
        Streams streams = new Streams(seed);
        MRG32k3aL stepped = streams.stream(Purpose.COMPUTE, entity, 0);
        for (int i = 0; i < replication; i++) {
            stepped.resetNextSubstream();
        }
        assertSameNumbers(stepped, streams.stream(Purpose.COMPUTE, entity, replication));
    }

    /** The definition, A^(2^127 s + 2^76 r) times the seed, computed another way: in one exponent, by integers of any size. */
    @Property(tries = 20)
    void aStreamStartsAtThePowerOfTheMatrixThatItsKeySays(
            @ForAll long seed,
            @ForAll Purpose purpose,
            @ForAll @IntRange int entity,
            @ForAll @IntRange int replication) {
        BigInteger number = BigInteger.valueOf(purpose.code())
                .multiply(BigInteger.TWO.pow(32))
                .add(BigInteger.valueOf(entity));
        BigInteger steps = number.multiply(BigInteger.TWO.pow(127))
                .add(BigInteger.valueOf(replication).multiply(BigInteger.TWO.pow(76)));
        long[] seeds = seedsBySplitMix(seed);
        long[][] step1 = {{0, 1, 0}, {0, 0, 1}, {-810728, 1403580, 0}};
        long[][] step2 = {{0, 1, 0}, {0, 0, 1}, {-1370589, 0, 527612}};
        long[] expected = IntStream.range(0, 6)
                .mapToLong(i -> i < 3
                        ? row(step1, steps, M1, Arrays.copyOfRange(seeds, 0, 3), i)
                        : row(step2, steps, M2, Arrays.copyOfRange(seeds, 3, 6), i - 3))
                .toArray();
        assertArrayEquals(
                expected, new Streams(seed).stream(purpose, entity, replication).getState());
    }

    @Example
    void theSeedsAreThePublishedOutputsOfSplitMix() {
        // The first two outputs of SplitMix64 from 0, as its authors' test vectors give them.
        long[] seeds = seedsBySplitMix(0);
        assertEquals(1 + Long.remainderUnsigned(0xE220A8397B1DCDAFL, M1 - 1), seeds[0]);
        assertEquals(1 + Long.remainderUnsigned(0x6E789E6AA1B965F4L, M1 - 1), seeds[1]);
    }

    @Example
    void aMillionthEntityDoesNotChangeTheNumbersOfTheFirst() {
        Streams alone = new Streams(7);
        double[] expected = numbers(alone.stream(Purpose.FAULT, 0, 3));
        Streams crowded = new Streams(7);
        for (int entity = 1_000_000; entity > 0; entity -= 1000) {
            crowded.stream(Purpose.FAULT, entity, 3).nextDouble();
        }
        assertArrayEquals(expected, numbers(crowded.stream(Purpose.FAULT, 0, 3)));
    }

    @Example
    void eachPurposeEntityAndReplicationHasItsOwnNumbers() {
        Streams streams = new Streams(1);
        Set<List<Long>> states = new HashSet<>();
        int asked = 0;
        for (Purpose purpose : Purpose.values()) {
            for (int entity : new int[] {0, 1, 2, 255, 256, Integer.MAX_VALUE}) {
                for (int replication : new int[] {0, 1, 2, Integer.MAX_VALUE}) {
                    long[] state = streams.stream(purpose, entity, replication).getState();
                    states.add(Arrays.stream(state).boxed().toList());
                    asked++;
                }
            }
        }
        assertEquals(asked, states.size());
    }

    @Property
    void everySeedIsValidAndItsNeighbourGivesOtherNumbers(@ForAll long seed) {
        assertNotEquals(
                new Streams(seed).stream(Purpose.TRANSFER, 0, 0).nextDouble(),
                new Streams(seed + 1).stream(Purpose.TRANSFER, 0, 0).nextDouble());
    }

    @Example
    void twoThreadsAtOnceGetTheNumbersOfOne() throws Exception {
        Streams streams = new Streams(11);
        Callable<List<Double>> draw = () -> IntStream.range(0, 2000)
                .mapToObj(entity -> streams.stream(Purpose.STRAGGLER, entity, 5).nextDouble())
                .toList();
        List<Double> expected = draw.call();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<List<Double>> drawn : threads.invokeAll(List.of(draw, draw))) {
                assertEquals(expected, drawn.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Example
    void thePurposesKeepTheirCodesAndNames() {
        assertEquals(
                List.of(
                        "1 transfer",
                        "2 compute",
                        "3 start-up",
                        "4 fault",
                        "5 straggler",
                        "6 retry",
                        "7 shuffle",
                        "8 request fault"),
                Arrays.stream(Purpose.values())
                        .map(purpose -> purpose.code() + " " + purpose.label())
                        .toList());
    }

    @Example
    void entitiesAndReplicationsBelowZeroAreRefused() {
        Streams streams = new Streams(1);
        assertEquals(
                "Entities and replications are numbered from 0, but the stream for start-up was asked for entity -1 and replication 0.",
                assertThrows(IllegalArgumentException.class, () -> streams.stream(Purpose.START_UP, -1, 0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> streams.stream(Purpose.START_UP, 0, -1));
    }

    private static double[] numbers(MRG32k3aL stream) {
        double[] numbers = new double[100];
        stream.nextArrayOfDouble(numbers, 0, numbers.length);
        return numbers;
    }

    private static void assertSameNumbers(RandomStream expected, MRG32k3aL actual) {
        double[] numbers = new double[100];
        expected.nextArrayOfDouble(numbers, 0, numbers.length);
        assertArrayEquals(numbers, numbers(actual));
    }

    private static long[] seedsBySplitMix(long seed) {
        SplittableRandom splitMix = new SplittableRandom(seed);
        long[] seeds = new long[6];
        for (int i = 0; i < 6; i++) {
            seeds[i] = 1 + Long.remainderUnsigned(splitMix.nextLong(), (i < 3 ? M1 : M2) - 1);
        }
        assertTrue(Arrays.stream(seeds).allMatch(each -> each > 0));
        return seeds;
    }

    private static long row(long[][] step, BigInteger steps, long modulus, long[] seed, int row) {
        BigInteger m = BigInteger.valueOf(modulus);
        BigInteger[][] result = matrix(new long[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        BigInteger[][] power = matrix(step);
        for (int bit = 0; bit < steps.bitLength(); bit++) {
            if (steps.testBit(bit)) {
                result = product(result, power, m);
            }
            power = product(power, power, m);
        }
        BigInteger sum = BigInteger.ZERO;
        for (int column = 0; column < 3; column++) {
            sum = sum.add(result[row][column].multiply(BigInteger.valueOf(seed[column])));
        }
        return sum.mod(m).longValueExact();
    }

    private static BigInteger[][] matrix(long[][] numbers) {
        return Arrays.stream(numbers)
                .map(row -> Arrays.stream(row).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new))
                .toArray(BigInteger[][]::new);
    }

    private static BigInteger[][] product(BigInteger[][] a, BigInteger[][] b, BigInteger modulus) {
        BigInteger[][] product = new BigInteger[3][3];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                BigInteger sum = BigInteger.ZERO;
                for (int k = 0; k < 3; k++) {
                    sum = sum.add(a[row][k].multiply(b[k][column]));
                }
                product[row][column] = sum.mod(modulus);
            }
        }
        return product;
    }
}
