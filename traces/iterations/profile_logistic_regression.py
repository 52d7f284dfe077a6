#!/usr/bin/env python3
"""Profile one training iteration of logistic regression on data of the shape of HIGGS (28 features, 2 classes).

As profile_iterations.py: the CPU share that AWS Lambda gives a function of a memory quota (one vCPU per 1,769 MB) is
a CFS bandwidth quota with a period of 20 ms (cgroup v1, needs root). Three models:

  lr_higgs_numpy           29 float32 parameters, gradient step in NumPy on consecutive rows of a matrix
  lr_higgs_pytorch         Linear(28, 2), cross entropy, SGD (58 parameters), on consecutive rows of a matrix
  lr_higgs_pytorch_loader  the same step, and its batch collated by DataLoader with SubsetRandomSampler from a list of
                           one tensor a sample, which is how LambdaML's published code draws it

An iteration can be shorter than the quota's period, so that a row is the mean of as many consecutive iterations as
fill 0.4 seconds (with the loader: whole epochs of 200,000 samples):

  model,model_mib,memory_mb,vcpu,threads,batch,iteration,compute_s
"""
import argparse, csv, gc, os, time

for library in "OMP", "OPENBLAS", "MKL":
    os.environ[library + "_NUM_THREADS"] = "1"
import numpy as np
import torch

GROUP = "/sys/fs/cgroup/cpu/faastrain-profile"
PERIOD_US = 20_000
FEATURES, CLASSES, LEARNING_RATE = 28, 2, np.float32(0.01)
BATCHES = 100, 1_000, 10_000, 100_000
FILL_SECONDS, ATTEMPTS = 0.4, 10


def limit(vcpu):
    os.makedirs(GROUP, exist_ok=True)
    for name, value in ("cpu.cfs_period_us", PERIOD_US), ("cpu.cfs_quota_us", int(PERIOD_US * vcpu)):
        with open(f"{GROUP}/{name}", "w") as f:
            f.write(str(value))
    with open(f"{GROUP}/cgroup.procs", "w") as f:
        f.write(str(os.getpid()))


def release():
    with open("/sys/fs/cgroup/cpu/cgroup.procs", "w") as f:
        f.write(str(os.getpid()))
    os.rmdir(GROUP)


def slices(samples, batch):
    """Consecutive batches of the data set, again from the start when it is through."""
    while True:
        for start in range(0, samples - batch + 1, batch):
            yield slice(start, start + batch)


def numpy_iterations(x, y, batch):
    x = np.concatenate((x, np.ones((len(x), 1), np.float32)), axis=1)
    y, w = y.astype(np.float32), np.zeros(FEATURES + 1, np.float32)
    for part in slices(len(x), batch):
        rows = x[part]
        p = 1 / (1 + np.exp(-(rows @ w)))
        w -= LEARNING_RATE / np.float32(batch) * (rows.T @ (p - y[part]))
        yield


def pytorch_iterations(batches):
    net = torch.nn.Linear(FEATURES, CLASSES)
    loss, optimizer = torch.nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=float(LEARNING_RATE))
    for items, labels in batches:
        optimizer.zero_grad()
        loss(net(items), labels).backward()
        optimizer.step()
        yield


def matrix_batches(x, y, batch):
    x, y = torch.from_numpy(x), torch.from_numpy(y)
    for part in slices(len(x), batch):
        yield x[part], y[part]


def loader_batches(x, y, batch):
    samples = [(row.clone(), int(label)) for row, label in zip(torch.from_numpy(x), y)]
    sampler = torch.utils.data.SubsetRandomSampler(range(len(samples)))
    loader = torch.utils.data.DataLoader(samples, batch_size=batch, sampler=sampler, drop_last=True)
    while True:
        yield from loader


def mean_seconds(steps, vcpu, whole):
    """Seconds of an iteration without what other processes took of the core.

    With a whole core these are CPU seconds. With less they are wall seconds, as the pauses belong to them; other
    processes then run in the pauses, and of several attempts the one in which they had least counts.
    Iterations are counted in multiples of whole.
    """
    best = 0.0, 0.0
    for _ in range(ATTEMPTS):
        number, own, start = 0, time.process_time(), time.perf_counter()
        while (spent := time.perf_counter() - start) < FILL_SECONDS or number % whole:
            next(steps)
            number += 1
        own = time.process_time() - own
        if vcpu >= 1:
            return own / number
        best = max(best, (own / spent, spent / number))
        if own > 0.97 * vcpu * spent:
            break
    return best[1]


# Parameters, samples, whether the batches of an epoch differ in cost, and what yields after an iteration.
MODELS = {
    "lr_higgs_numpy": (FEATURES + 1, 500_000, False, numpy_iterations),
    "lr_higgs_pytorch": (CLASSES * (FEATURES + 1), 500_000, False,
                         lambda *data: pytorch_iterations(matrix_batches(*data))),
    # The sampler draws the order of an epoch before its first batch, which takes as long as many batches.
    "lr_higgs_pytorch_loader": (CLASSES * (FEATURES + 1), 200_000, True,
                                lambda *data: pytorch_iterations(loader_batches(*data))),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--memory", type=int, nargs="+", default=[886, 1769])
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    random = np.random.default_rng(1)
    with open(arguments.out, "w", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow("model model_mib memory_mb vcpu threads batch iteration compute_s".split())
        for model, (parameters, samples, by_epoch, iterations) in MODELS.items():
            x = random.standard_normal((samples, FEATURES), dtype=np.float32)
            y = random.integers(0, CLASSES, samples)
            for batch in BATCHES:
                steps = iterations(x, y, batch)
                whole = samples // batch if by_epoch else 1
                for _ in range(3):
                    next(steps)
                gc.collect()
                gc.freeze()  # a full collection walks through every sample of the list, seldom and for long
                for memory in arguments.memory:
                    vcpu = memory / 1769
                    limit(vcpu)
                    try:
                        for repetition in range(arguments.repetitions):
                            seconds = mean_seconds(steps, vcpu, whole)
                            table.writerow([model, "%.6f" % (parameters * 4 / 2**20), memory, "%.3f" % vcpu, 1, batch,
                                            repetition, "%.9f" % seconds])
                            f.flush()
                    finally:
                        release()


if __name__ == "__main__":
    main()
