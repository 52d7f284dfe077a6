package faastrain.random;

import umontreal.ssj.rng.MRG32k3aL;

/**
 * The random streams of an experiment, each found by what it is for.
 *
 * <p>All streams are pieces of the one sequence of L'Ecuyer's MRG32k3a ("Good parameters and
 * implementations for combined multiple recursive random number generators", Operations Research 47(1),
 * 1999), whose period is about 2^191. As in SSJ and in L'Ecuyer, Simard, Chen and Kelton ("An
 * object-oriented random-number package with many long streams and substreams", Operations Research
 * 50(6), 2002), streams are 2^127 steps apart and substreams 2^76. The stream's number is {@code code of
 * the purpose * 2^32 + entity}, the substream's is the replication. So streams never overlap under one
 * seed, nobody's numbers depend on who else exists or asked first, and each replication is independent.
 *
 * <p>The strategy that is simulated must not be part of the entity: two strategies are to meet the same
 * numbers.
 *
 * <p>The state where a stream begins is A^(2^127 s + 2^76 r) times the seed, for the two matrices A of
 * the generator; it is reached by multiplying with precomputed powers, one for each bit that is set in s
 * and r. The generator's six seeds are the outputs of SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014) started at the seed of the experiment, each taken modulo
 * m - 1, plus 1, where m is the modulus of its half: never 0, so every seed is valid. Two seeds give
 * starting points without a known distance; that streams of different seeds overlap is as unlikely as
 * for random points on a period of 2^191.
 *
 * <p>An object is immutable and can be shared between threads; a stream belongs to one thread. The
 * constructor of SSJ's generator reads and advances a seed that all threads share, without a lock; so it
 * is called once, when this class is initialised, and streams are copies of that generator with their
 * own state set.
 */
public final class Streams {
    private static final long M1 = 4294967087L;
    private static final long M2 = 4294944443L;

    /** One step of each half of the generator; negative coefficients are written modulo m. */
    private static final long[][] STEP1 = {{0, 1, 0}, {0, 0, 1}, {M1 - 810728, 1403580, 0}};

    private static final long[][] STEP2 = {{0, 1, 0}, {0, 0, 1}, {M2 - 1370589, 0, 527612}};

    private static final int LOG2_SUBSTREAM = 76;
    private static final int LOG2_STREAM = 127;

    /** Enough for the largest code and entity: a stream's number has at most 63 bits. */
    private static final int LOG2_END = LOG2_STREAM + 63;

    /** Element i is the step matrix to the power of 2^(76 + i). */
    private static final long[][][] JUMP1 = jumps(STEP1, M1);

    private static final long[][][] JUMP2 = jumps(STEP2, M2);

    private static final MRG32k3aL TEMPLATE = new MRG32k3aL();

    private final long[] seed1 = new long[3];
    private final long[] seed2 = new long[3];

    /**
     * The streams of one experiment.
     *
     * @param seed any number; the same seed gives the same streams
     */
    public Streams(long seed) {
        long state = seed;
        for (int i = 0; i < 6; i++) {
            state += 0x9E3779B97F4A7C15L;
            long output = splitMix64(state);
            if (i < 3) {
                seed1[i] = 1 + Long.remainderUnsigned(output, M1 - 1);
            } else {
                seed2[i - 3] = 1 + Long.remainderUnsigned(output, M2 - 1);
            }
        }
    }

    /**
     * The stream of one purpose and entity in one replication, at its beginning. Each call gives a new
     * object: keep it to go on drawing.
     *
     * @param entity the number of the worker, server or other thing that draws, from 0
     * @param replication the number of the replication, from 0
     * @throws IllegalArgumentException if one of the numbers is negative
     */
    public MRG32k3aL stream(Purpose purpose, int entity, int replication) {
        if (entity < 0 || replication < 0) {
            throw new IllegalArgumentException("Entities and replications are numbered from 0, but the stream for "
                    + purpose.label() + " was asked for entity " + entity + " and replication " + replication + ".");
        }
        long stream = ((long) purpose.code() << Integer.SIZE) + entity;
        long[] half1 = jump(JUMP1, M1, stream, replication, seed1);
        long[] half2 = jump(JUMP2, M2, stream, replication, seed2);
        MRG32k3aL generator = TEMPLATE.clone();
        generator.setSeed(new long[] {half1[0], half1[1], half1[2], half2[0], half2[1], half2[2]});
        return generator;
    }

    private static long splitMix64(long state) {
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private static long[] jump(long[][][] jumps, long modulus, long stream, long substream, long[] from) {
        long[] state = from;
        for (long bits = substream; bits != 0; bits &= bits - 1) {
            state = times(jumps[Long.numberOfTrailingZeros(bits)], state, modulus);
        }
        for (long bits = stream; bits != 0; bits &= bits - 1) {
            int exponent = LOG2_STREAM + Long.numberOfTrailingZeros(bits);
            state = times(jumps[exponent - LOG2_SUBSTREAM], state, modulus);
        }
        return state;
    }

    private static long[][][] jumps(long[][] step, long modulus) {
        long[][][] jumps = new long[LOG2_END - LOG2_SUBSTREAM][][];
        long[][] power = step;
        for (int exponent = 0; exponent < LOG2_END; exponent++) {
            if (exponent >= LOG2_SUBSTREAM) {
                jumps[exponent - LOG2_SUBSTREAM] = power;
            }
            power = square(power, modulus);
        }
        return jumps;
    }

    private static long[][] square(long[][] matrix, long modulus) {
        long[][] product = new long[3][3];
        for (int column = 0; column < 3; column++) {
            long[] image = times(matrix, new long[] {matrix[0][column], matrix[1][column], matrix[2][column]}, modulus);
            for (int row = 0; row < 3; row++) {
                product[row][column] = image[row];
            }
        }
        return product;
    }

    private static long[] times(long[][] matrix, long[] vector, long modulus) {
        long[] product = new long[3];
        for (int row = 0; row < 3; row++) {
            long sum = 0;
            for (int column = 0; column < 3; column++) {
                // Both factors are below 2^32, so the unsigned product is exact.
                sum += Long.remainderUnsigned(matrix[row][column] * vector[column], modulus);
            }
            product[row] = sum % modulus;
        }
        return product;
    }
}
