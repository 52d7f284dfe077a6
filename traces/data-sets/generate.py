#!/usr/bin/env python3
"""Writes two-gaussians.libsvm: two classes, each a normal distribution, that overlap.

    python3 traces/data-sets/generate.py > traces/data-sets/two-gaussians.libsvm

Any Python 3 writes the same bytes: of its random module only random() is used, whose sequence for a seed Python
promises to keep; normal numbers are made from it by Box and Muller's method, and four decimals hide the last digits of
the logarithm and the cosine, which are the system's.
"""

import math
import random
import sys

SEED = 20240601
SAMPLES = 2000
FEATURES = 20
LARGEST_SHIFT = 0.55


def normal(uniform):
    """One standard normal number from two uniform ones."""
    radius = math.sqrt(-2.0 * math.log(1.0 - uniform.random()))
    return radius * math.cos(2.0 * math.pi * uniform.random())


def main():
    uniform = random.Random(SEED)
    shifts = [LARGEST_SHIFT * (2.0 * uniform.random() - 1.0) for _ in range(FEATURES)]
    lines = []
    for _ in range(SAMPLES):
        label = 1 if uniform.random() < 0.5 else -1
        values = ["%.4f" % (label * shift + normal(uniform)) for shift in shifts]
        cells = ["%d:%s" % (index, value) for index, value in enumerate(values, 1) if float(value) != 0.0]
        lines.append("%+d %s\n" % (label, " ".join(cells)))
    sys.stdout.buffer.write("".join(lines).encode("ascii"))


if __name__ == "__main__":
    main()
