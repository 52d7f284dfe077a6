#!/usr/bin/env python3
"""Fit seconds = per call + MiB / rate to the measurements of this folder.

A cell (one size) is the median over its repetitions of seconds per call; the line has the least sum of squared
relative errors, and no call costs less than nothing. Sizes are those of the value (caches) or of 8 bytes a double
(the rest). Writes

  measured,step,condition,per_call_s,rate_mib_s,mape,sizes,smallest_mib,largest_mib

mape: mean of |fitted / measured - 1|. An empty rate: one size only.
"""
import argparse, collections, csv, os, statistics
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def cells(file, key, mib, calls, seconds):
    """Median seconds a call by key and size in MiB."""
    values = collections.defaultdict(lambda: collections.defaultdict(list))
    with open(os.path.join(HERE, file), newline="") as f:
        for row in csv.DictReader(f):
            values[key(row)][mib(row)].append(float(row[seconds]) / int(row[calls]))
    return {k: {size: statistics.median(v) for size, v in sizes.items()} for k, sizes in values.items()}


def line(points):
    sizes, seconds = np.array(list(points)), np.array(list(points.values()))
    if len(points) == 1:
        return seconds[0], None, 0.0
    design = np.stack((1 / seconds, sizes / seconds), axis=1)
    per_call, per_mib = np.linalg.lstsq(design, np.ones(len(sizes)), rcond=None)[0]
    if per_call < 0:
        per_call, (per_mib,) = 0.0, np.linalg.lstsq(design[:, 1:], np.ones(len(sizes)), rcond=None)[0]
    return per_call, 1 / per_mib, np.mean(np.abs((per_call + per_mib * sizes) / seconds - 1))


def mean(*tables):
    return {size: statistics.mean(t[size] for t in tables) for size in tables[0] if all(size in t for t in tables)}


def doubles_mib(row):
    return int(row["doubles"]) * 8 / 2**20


def cache_lines():
    caches = cells("cache-service-times.csv", lambda r: (r["engine"], r["operation"], r["clients"]),
                   lambda r: int(r["value_bytes"]) / 2**20, "requests", "service_cpu_s")
    for engine in "redis", "memcached":
        # Waking a thread costs less a request when requests wait for it; a large value is sent by one client only.
        busy = {op: {**caches[engine, op, "1"], **caches[engine, op, "8"]} for op in ("set", "get")}
        alone = {op: caches[engine, op, "1"] for op in ("set", "get")}
        for condition, by_operation in ("busy", busy), ("one client", alone):
            by_operation = {**by_operation, "set and get": mean(*by_operation.values())}
            for operation, points in by_operation.items():
                yield engine, operation, condition, points
        both = mean(*busy.values())
        yield engine, "set and get", "busy, up to 1 MiB", {s: t for s, t in both.items() if s <= 1}
        yield engine, "set and get", "busy, from 10 MiB", {s: t for s, t in both.items() if s >= 10}


def all_lines():
    yield from cache_lines()
    for (form, step), points in cells("serialisation-times.csv", lambda r: (r["format"], r["step"]), doubles_mib,
                                      "calls", "cpu_s").items():
        yield form, step, "no network", points
        large = {size: seconds for size, seconds in points.items() if size >= 100_000 * 8 / 2**20}
        yield form, step, "no network, from 100,000 doubles", large
    for side in "server", "client":
        for (rpc, call), points in cells("parameter-server-call-times.csv", lambda r: (r["rpc"], r["call"]),
                                         doubles_mib, "calls", side + "_cpu_s").items():
            yield rpc, call, side, points


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    with open(arguments.out, "w", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow("measured step condition per_call_s rate_mib_s mape sizes smallest_mib largest_mib".split())
        for measured, step, condition, points in all_lines():
            per_call, rate, mape = line(points)
            table.writerow([measured, step, condition, "%.3g" % per_call, "" if rate is None else "%.4g" % rate,
                            "%.3f" % mape, len(points), "%.3g" % min(points), "%.4g" % max(points)])


if __name__ == "__main__":
    main()
