"""Writes lr-two-gaussians.csv: the loss of the shipped logistic regression, really trained, by global batch and epoch.

Run from the project's folder:  python3 traces/losses/make_curves.py > traces/losses/lr-two-gaussians.csv
"""
import csv
import subprocess
import sys
import tempfile

WORKERS = 8
BATCHES = (5, 10, 40)

print("global_batch,epoch,loss")
for batch in BATCHES:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["./faastrain", "run", "scenarios/sgd-protocols.yaml", "--set", "plan.batch=%d" % batch,
             "--set", "plan.non-aggregator-batch=%d" % batch, "--set", "stragglers.factor=1",
             "--set", "epochs=20", "--output", folder + "/result", "--quiet"],
            check=True, stdout=subprocess.DEVNULL)
        with open(folder + "/result/convergence.csv", encoding="utf-8") as table:
            for row in csv.DictReader(table):
                print("%d,%s,%.6f" % (WORKERS * batch, row["epoch"], float(row["loss"])))
    sys.stdout.flush()
