#!/usr/bin/env python3
"""Measure what a parameter server in Python spends on turning doubles into bytes and back, and on its update.

Everything runs in one process on one core, without a network. Writes one CSV row a repetition:

  format,step,doubles,repetition,calls,cpu_s

format  thrift-binary              Thrift's TBinaryProtocol in Python (what LambdaML uses)
        thrift-binary-accelerated  the same bytes by Thrift's C extension
        protobuf-unpacked          repeated double without packing (what LambdaML's proto2 file gives)
        protobuf-packed            repeated double packed
        numpy                      no format
step    tolist       float64 array to Python list
        serialise    list to bytes (protobuf: extend and serialise)
        deserialise  bytes to object (Thrift: to list)
        asarray      received numbers to float64 array
        update       model = np.add(model, np.multiply(gradient, learning rate)), the gradient as received
                     (Thrift: list, protobuf: repeated container, numpy: float64 array)
cpu_s   CPU time of all the row's calls
"""
import argparse, csv, os, time
import numpy as np
from thrift.protocol import TBinaryProtocol
from thrift.transport import TTransport
from generated import protobuf, thrift_types
from server_cpu import SERVER_CORE

LEARNING_RATE = 0.01
SIZES = [10, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]
FILL_SECONDS = 0.1  # calls of a row are repeated until they fill this


class Thrift:
    def __init__(self, name, protocol):
        self.name, self.protocol = name, protocol

    def serialise(self, numbers):
        gradient = thrift_types.Gradient("weight", LEARNING_RATE, len(numbers), numbers, 7, 3)
        memory = TTransport.TMemoryBuffer()
        buffered = TTransport.TBufferedTransport(memory)
        gradient.write(self.protocol(buffered))
        buffered.flush()
        return memory.getvalue()

    def deserialise(self, data):
        gradient = thrift_types.Gradient()
        gradient.read(self.protocol(TTransport.TBufferedTransport(TTransport.TMemoryBuffer(data))))
        return gradient.data


class Protobuf:
    def __init__(self, name, message):
        self.name, self.message = name, message

    def serialise(self, numbers):
        gradient = self.message(id="weight", learning_rate=LEARNING_RATE, length=len(numbers), n_iter=7, worker_id=3)
        gradient.data.extend(numbers)
        return gradient.SerializeToString()

    def deserialise(self, data):
        gradient = self.message()
        gradient.ParseFromString(data)
        return gradient.data


FORMATS = [Thrift("thrift-binary", TBinaryProtocol.TBinaryProtocol),
           Thrift("thrift-binary-accelerated", TBinaryProtocol.TBinaryProtocolAccelerated),
           Protobuf("protobuf-unpacked", protobuf.Unpacked),
           Protobuf("protobuf-packed", protobuf.Packed)]


def cpu_seconds(call):
    """Calls and their CPU seconds; what a call returns is dropped within the time, as a server drops it."""
    calls, start = 0, time.process_time()
    while True:
        call()
        calls += 1
        spent = time.process_time() - start
        if spent >= FILL_SECONDS:
            return calls, spent


def steps(size):
    array = np.random.default_rng(size).standard_normal(size)
    model, numbers = np.zeros(size), array.tolist()
    yield "numpy", "tolist", array.tolist
    yield "numpy", "update", lambda: np.add(model, np.multiply(array, LEARNING_RATE))
    for form in FORMATS:
        data = form.serialise(numbers)
        received = form.deserialise(data)
        assert np.array_equal(np.asarray(received), array)
        yield form.name, "serialise", lambda: form.serialise(numbers)
        yield form.name, "deserialise", lambda: form.deserialise(data)
        yield form.name, "asarray", lambda: np.asarray(received)
        yield form.name, "update", lambda: np.add(model, np.multiply(received, LEARNING_RATE))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, SERVER_CORE)
    with open(arguments.out, "w", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow("format step doubles repetition calls cpu_s".split())
        for size in [size for size in SIZES if size <= arguments.largest]:
            for name, step, call in steps(size):
                call()
                for repetition in range(arguments.repetitions if size < SIZES[-1] else 3):
                    calls, seconds = cpu_seconds(call)
                    table.writerow([name, step, size, repetition, calls, "%.6f" % seconds])
                    f.flush()


if __name__ == "__main__":
    main()
