#!/usr/bin/env python3
"""Fit seconds = a (batch + b) / memory, FasDL's eq. 4 with m = 0, to a file of iteration times.

A cell (memory and batch) is the median of its rows; the sum of squared relative errors is the least. Prints

  model,memory_mb,a,b,mape,cells

for all memories together and for each one alone.
"""
import argparse, collections, csv, statistics, sys
import numpy as np


def fit(points):
    memory, batch, seconds = np.array(points).T
    scale = memory * seconds
    (a, ab), *_ = np.linalg.lstsq(np.stack((batch / scale, 1 / scale), axis=1), np.ones(len(points)), rcond=None)
    return a, ab / a, np.mean(np.abs((a * batch + ab) / scale - 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    rows = collections.defaultdict(lambda: collections.defaultdict(list))
    with open(parser.parse_args().file, newline="") as f:
        for row in csv.DictReader(f):
            rows[row["model"]][int(row["memory_mb"]), int(row["batch"])].append(float(row["compute_s"]))
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("model memory_mb a b mape cells".split())
    for model, cells in rows.items():
        points = [(*cell, statistics.median(seconds)) for cell, seconds in cells.items()]
        for memory in ["all", *sorted({point[0] for point in points})]:
            chosen = [point for point in points if memory in ("all", point[0])]
            a, b, mape = fit(chosen)
            out.writerow([model, memory, "%.4g" % a, "%.4g" % b, "%.3f" % mape, len(chosen)])


if __name__ == "__main__":
    main()
