#!/usr/bin/env python3
"""Measure the CPU time of whole calls to a parameter server in Python, over Thrift and over gRPC.

The server runs on one core, the client on another, over loopback TCP, one client, one call at a time. It is built as
LambdaML's is: Thrift with TThreadedServer, TBufferedTransport and TBinaryProtocol in Python; gRPC with ten threads
and unpacked doubles; the model a float64 array, a push adds learning rate times gradient to it under a lock.
Writes one CSV row a repetition:

  rpc,call,doubles,repetition,calls,server_cpu_s,client_cpu_s,wall_s

call          poll (may the worker pull?; no doubles), push (gradient to server), pull (model to worker)
server_cpu_s  CPU time of all threads of the server, for all the row's calls
client_cpu_s  CPU time of the client, with .tolist() before a push and np.asarray after a pull
"""
import argparse, csv, os, subprocess, sys, threading, time
from concurrent import futures
import grpc
import numpy as np
from thrift.protocol import TBinaryProtocol
from thrift.server import TServer
from thrift.transport import TSocket, TTransport
from generated import protobuf, thrift_server, thrift_types
from server_cpu import CLIENT_CORE, SERVER_CORE, cpu_seconds_by_thread, cpu_spent

PORT, LEARNING_RATE = 21212, 0.01
SIZES = [10, 1_000, 10_000, 100_000, 1_000_000]
FILL_SECONDS = 0.5
MESSAGE_BYTES = [("grpc.max_send_message_length", 2**27), ("grpc.max_receive_message_length", 2**27)]


class Models:
    """One model a length, named by it."""

    def __init__(self):
        self.models = {str(size): np.zeros(size) for size in SIZES}
        self.lock = threading.Lock()

    def add(self, gradient):
        with self.lock:
            step = np.multiply(gradient.data, gradient.learning_rate)
            self.models[gradient.id] = np.add(self.models[gradient.id], step)

    def numbers(self, name):
        return self.models[name].tolist()


class ThriftHandler:
    def __init__(self):
        self.models = Models()

    def may_pull(self, id, n_iter, worker_id):
        return id in self.models.models

    def pull(self, id, n_iter, worker_id):
        numbers = self.models.numbers(id)
        return thrift_types.Gradient(id, 0.0, len(numbers), numbers, n_iter, worker_id)

    def push(self, gradient):
        self.models.add(gradient)


def serve_thrift():
    TServer.TThreadedServer(thrift_server.Processor(ThriftHandler()), TSocket.TServerSocket("127.0.0.1", PORT),
                            TTransport.TBufferedTransportFactory(), TBinaryProtocol.TBinaryProtocolFactory()).serve()


def serve_grpc():
    models = Models()

    def may_pull(question, context):
        return protobuf.Answer(status=question.id in models.models)

    def pull(question, context):
        numbers = models.numbers(question.id)
        answer = protobuf.Unpacked(id=question.id, learning_rate=0.0, length=len(numbers), n_iter=0, worker_id=0)
        answer.data.extend(numbers)
        return answer

    def push(gradient, context):
        models.add(gradient)
        return protobuf.Answer(status=True)

    def handler(function, request):
        return grpc.unary_unary_rpc_method_handler(function, request.FromString, lambda m: m.SerializeToString())

    server = grpc.server(futures.ThreadPoolExecutor(max_workers=10), options=MESSAGE_BYTES)
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("Server", {
        "may_pull": handler(may_pull, protobuf.Question),
        "pull": handler(pull, protobuf.Question),
        "push": handler(push, protobuf.Unpacked)})])
    server.add_insecure_port(f"127.0.0.1:{PORT}")
    server.start()
    server.wait_for_termination()


def thrift_calls():
    socket = TSocket.TSocket("127.0.0.1", PORT)
    transport = TTransport.TBufferedTransport(socket)
    client = thrift_server.Client(TBinaryProtocol.TBinaryProtocol(transport))
    while not transport.isOpen():
        try:
            transport.open()
        except TTransport.TTransportException:
            time.sleep(0.05)

    def push(name, array):
        numbers = array.tolist()
        client.push(thrift_types.Gradient(name, LEARNING_RATE, len(numbers), numbers, 7, 3))

    return {"poll": lambda name, array: client.may_pull(name, 7, 3), "push": push,
            "pull": lambda name, array: np.asarray(client.pull(name, 7, 3).data)}


def grpc_calls():
    channel = grpc.insecure_channel(f"127.0.0.1:{PORT}", options=MESSAGE_BYTES)
    grpc.channel_ready_future(channel).result(10)

    def method(name, answer):
        return channel.unary_unary("/Server/" + name, lambda m: m.SerializeToString(), answer.FromString)

    may_pull, put = method("may_pull", protobuf.Answer), method("push", protobuf.Answer)
    pull = method("pull", protobuf.Unpacked)

    def push(name, array):
        numbers = array.tolist()
        gradient = protobuf.Unpacked(id=name, learning_rate=LEARNING_RATE, n_iter=7, worker_id=3)
        gradient.data.extend(numbers)
        gradient.length = len(numbers)
        put(gradient)

    def question(name):
        return protobuf.Question(id=name, n_iter=7, worker_id=3)

    return {"poll": lambda name, array: may_pull(question(name)), "push": push,
            "pull": lambda name, array: np.asarray(pull(question(name)).data)}


RPCS = {"thrift": (serve_thrift, thrift_calls), "grpc": (serve_grpc, grpc_calls)}


def row(pid, call, name, array):
    calls, before, own, start = 0, cpu_seconds_by_thread(pid), time.process_time(), time.perf_counter()
    while (wall := time.perf_counter() - start) < FILL_SECONDS or calls < 3:
        call(name, array)
        calls += 1
    _, server = cpu_spent(before, cpu_seconds_by_thread(pid))
    return [calls] + ["%.6f" % seconds for seconds in (server, time.process_time() - own, wall)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--out")
    parser.add_argument("--serve", choices=RPCS, help="be the server; the script starts itself so")
    arguments = parser.parse_args()
    if arguments.serve:
        os.sched_setaffinity(0, SERVER_CORE)
        RPCS[arguments.serve][0]()
    os.sched_setaffinity(0, CLIENT_CORE)
    with open(arguments.out, "w", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow("rpc call doubles repetition calls server_cpu_s client_cpu_s wall_s".split())
        for rpc, (_, connect) in RPCS.items():
            server = subprocess.Popen([sys.executable, __file__, "--serve", rpc])
            try:
                for name, call in connect().items():
                    for size in SIZES[:1] if name == "poll" else SIZES:
                        array = np.random.default_rng(size).standard_normal(size)
                        call(str(size), array)
                        for repetition in range(arguments.repetitions):
                            doubles = 0 if name == "poll" else size
                            table.writerow([rpc, name, doubles, repetition] + row(server.pid, call, str(size), array))
                            f.flush()
            finally:
                server.terminate()
                server.wait()


if __name__ == "__main__":
    main()
