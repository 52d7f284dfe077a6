package faastrain.event;

import faastrain.model.Job;
import java.util.List;

/** A run that has ended, and what it told. */
record Run(Training training, Recorder recorder, double end) {
    static Run of(Job job, Circumstances circumstances) {
        Recorder recorder = new Recorder();
        Training training = new Training(job, circumstances.conditions(), recorder);
        return new Run(training, recorder, training.run());
    }

    /** The functions of a worker, in their order. */
    List<Recorder.Life> lives(int worker) {
        return recorder.lives.stream().filter(life -> life.worker() == worker).toList();
    }

    /** When the last function of a worker ended. */
    double end(int worker) {
        return lives(worker).get(lives(worker).size() - 1).end();
    }

    /** What a worker's function, counted from 0, spent on a phase. */
    double seconds(int worker, int function, Phase phase) {
        return lives(worker).get(function).phases().get(phase);
    }

    Traffic traffic(int worker) {
        return training.traffic().get(worker);
    }

    List<Long> byStaleness() {
        return training.learning().byStaleness();
    }
}
