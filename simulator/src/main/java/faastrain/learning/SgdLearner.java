package faastrain.learning;

import faastrain.event.Learner;
import faastrain.event.TrainingFailedException;
import faastrain.learning.Algorithm.Stage;
import faastrain.model.Schedule;
import faastrain.random.Streams;
import faastrain.scenario.AlgorithmKind;
import faastrain.scenario.InvalidInputException;
import faastrain.scenario.SgdModel;
import faastrain.trace.LibsvmData;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Logistic regression, a linear support vector machine or k-means, trained by gradient averaging, model averaging or ADMM
 * as the simulation tells. The n numbers of the model are cut into parts as equal as whole numbers can be: part p of P is
 * from ⌊p·n/P⌋ to before ⌊(p + 1)·n/P⌋, which may be nothing.
 *
 * <p>A worker computes on what it holds: version 0 of every part until it fetches another, its own part's later versions
 * included. A contribution is kept until all its parts are published, so that a round can be done again. A
 * round whose first batch is computed again is done anew, on what the worker then holds; parts of it that are merged already
 * stay as they were. A round that is published in all parts and computed again changes nothing.
 *
 * <p>Where there is one global model, a read takes no version: the worker holds the global model with its own contribution
 * of the round added, once it has computed one, and contributions of earlier rounds are dropped. Under ADMM, where
 * contributions replace each other, an overwritten model has no meaning, and a read is refused.
 *
 * <p>Besides refusals of its own, every method throws {@link TrainingFailedException} when a number gets too large, which
 * says what to change.
 */
public final class SgdLearner implements Learner {
    private final SampleOrder samples;
    private final Algorithm algorithm;
    private final List<Part> parts = new ArrayList<>();
    private final Worker[] workers;

    /** A whole vector for use within a call. */
    private final long[] scratch;

    private final FixedPoint numbers;

    /**
     * A model at its start.
     *
     * @param schedule of no more samples than the data set has
     * @param partCount how many parts the pattern cuts the model into, at least 1
     * @param replication counted from 0
     * @throws InvalidInputException when two classes are needed and the data set has not just two labels
     * @throws IllegalArgumentException when the schedule has more samples than the data set, or the data set cannot have
     *     that many clusters
     */
    public SgdLearner(
            LibsvmData data, SgdSettings settings, Schedule schedule, int partCount, Streams streams, int replication) {
        if (partCount < 1) {
            throw new IllegalArgumentException("a model has at least one part: " + partCount);
        }
        if (schedule.samplesPerEpoch() > data.samples()) {
            throw new IllegalArgumentException("an epoch has " + schedule.samplesPerEpoch() + " samples, but "
                    + data.source().fileName() + " has " + data.samples());
        }
        int workerCount = schedule.plan().workers();
        this.samples = new SampleOrder(data.samples(), settings.shuffled(), schedule, streams, replication);
        boolean isAdmm = settings.algorithm() == AlgorithmKind.ADMM;
        Objective objective = settings.model() == SgdModel.K_MEANS
                ? new KMeansObjective(data, settings.clusters(), samples.ofEpoch(0))
                : new LinearObjective(data, settings.model(), isAdmm ? 0 : settings.regularisation());
        long[] start = objective.start();
        this.scratch = new long[start.length];
        this.numbers = objective.numbers();
        this.algorithm = switch (settings.algorithm()) {
            case GA_SGD -> new GaSgd(objective, settings.rate());
            case MA_SGD -> new MaSgd(objective, settings.rate(), workerCount);
            case ADMM -> new Admm(objective, settings, workerCount, start.length);
        };
        for (int part = 0; part < partCount; part++) {
            int from = (int) ((long) part * start.length / partCount);
            int to = (int) ((part + 1L) * start.length / partCount);
            parts.add(new Part(numbers, start, from, to, workerCount));
        }
        this.workers = new Worker[workerCount];
        for (int worker = 0; worker < workerCount; worker++) {
            workers[worker] = new Worker(algorithm.replaces() ? start.length : 0);
        }
    }

    @Override
    public void computed(int worker, long iteration, int round) {
        Worker self = workers[worker];
        Contribution contribution = self.contributions.get(round);
        Stage stage;
        if (contribution == null) {
            if (round <= self.lastRound) {
                return;
            }
            stage = Stage.NEW;
            contribution = new Contribution(worker, round, iteration, scratch.length);
            self.contributions.put(round, contribution);
            self.lastRound = round;
        } else if (iteration > contribution.lastIteration) {
            stage = Stage.NEXT;
        } else if (iteration == contribution.firstIteration) {
            stage = Stage.AGAIN;
            contribution.vector = new long[scratch.length];
        } else {
            throw new IllegalStateException("worker " + worker + " computes iteration " + iteration + " of round "
                    + round + " again, but a round is done again from its first, " + contribution.firstIteration);
        }
        contribution.lastIteration = iteration;
        for (int part = 0; part < parts.size(); part++) {
            int from = parts.get(part).from();
            System.arraycopy(self.held[part], 0, scratch, from, self.held[part].length);
        }
        algorithm.compute(worker, stage, scratch, samples.batch(worker, iteration), contribution.vector);
    }

    @Override
    public void merged(int part, int worker, int round) {
        Worker self = workers[worker];
        Contribution contribution = self.contributions.get(round);
        if (contribution == null || contribution.mergedParts.get(part)) {
            throw new IllegalStateException("part " + part + " of worker " + worker + "'s round " + round
                    + (contribution == null ? " is not there to be merged" : " is merged already"));
        }
        Part target = parts.get(part);
        contribution.mergedParts.set(part);
        if (!algorithm.replaces()) {
            target.merge(contribution, contribution.vector);
            return;
        }
        for (int i = target.from(); i < target.to(); i++) {
            scratch[i] = numbers.sum(contribution.vector[i], -self.merged[i]);
            self.merged[i] = contribution.vector[i];
        }
        target.merge(contribution, scratch);
    }

    @Override
    public void published(int part, int version) {
        Part target = parts.get(part);
        for (Contribution contribution : target.publish(version)) {
            Worker giver = workers[contribution.worker];
            contribution.publishedParts++;
            if (contribution.publishedParts == parts.size()) {
                giver.contributions.remove(contribution.round);
            }
            if (algorithm.replaces()) {
                System.arraycopy(
                        giver.merged, target.from(), giver.published, target.from(), target.to() - target.from());
            }
        }
    }

    @Override
    public void fetched(int worker, int part, int version) {
        Worker self = workers[worker];
        self.held[part] = parts.get(part).fetch(version, self.versions[part]);
        self.versions[part] = version;
    }

    @Override
    public void readGlobal(int worker, int round) {
        if (algorithm.replaces()) {
            throw new IllegalStateException("ADMM has no asynchronous global model");
        }
        Worker self = workers[worker];
        self.contributions.headMap(round).clear();
        Contribution contribution = self.contributions.get(round);
        for (int part = 0; part < parts.size(); part++) {
            Part read = parts.get(part);
            long[] sum = read.current().clone();
            for (int i = 0; contribution != null && i < sum.length; i++) {
                sum[i] = numbers.sum(sum[i], contribution.vector[read.from() + i]);
            }
            self.held[part] = sum;
        }
    }

    @Override
    public void wroteGlobal(int worker) {
        for (int part = 0; part < parts.size(); part++) {
            parts.get(part).overwrite(workers[worker].held[part]);
        }
    }

    @Override
    public void checkpointed() {
        parts.forEach(Part::keep);
        for (int worker = 0; worker < workers.length; worker++) {
            Worker self = workers[worker];
            self.kept = self.published.clone();
            algorithm.keep(worker, self.contributions.isEmpty());
        }
    }

    @Override
    public void restored() {
        for (int worker = 0; worker < workers.length; worker++) {
            Worker self = workers[worker];
            self.contributions.clear();
            self.lastRound = 0;
            self.published = self.kept.clone();
            self.merged = self.kept.clone();
            algorithm.restore(worker);
        }
        for (int part = 0; part < parts.size(); part++) {
            int version = parts.get(part).restore();
            for (Worker self : workers) {
                self.held[part] = parts.get(part).current();
                self.versions[part] = version;
            }
        }
    }

    @Override
    public double loss() {
        return algorithm.loss(parameters());
    }

    /**
     * What is exchanged, as all parts were last published: weights and bias, counted in 2^−40; for ADMM the mean
     * of the workers' weights plus multipliers, and bias; for k-means sums and a count for each cluster, counted in 2^−24.
     */
    public long[] parameters() {
        long[] whole = new long[scratch.length];
        for (Part part : parts) {
            System.arraycopy(part.current(), 0, whole, part.from(), part.to() - part.from());
        }
        return whole;
    }

    /** What a worker holds, and what of it is on its way. */
    private final class Worker {
        final long[][] held = new long[parts.size()][];
        final int[] versions = new int[parts.size()];
        final TreeMap<Integer, Contribution> contributions = new TreeMap<>();
        int lastRound;

        /** Where contributions replace each other: the last that was merged, published, and kept of each number. */
        long[] merged;

        long[] published;
        long[] kept;

        Worker(int replaced) {
            this.merged = new long[replaced];
            this.published = new long[replaced];
            this.kept = new long[replaced];
            for (int part = 0; part < held.length; part++) {
                held[part] = parts.get(part).current();
            }
        }
    }
}
