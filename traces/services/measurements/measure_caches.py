#!/usr/bin/env python3
"""Measure the CPU time that one service thread of Redis or Memcached spends per request.

The server runs on one core, this client on another, over loopback TCP. Requests are closed-loop:
every client connection sends one, then every one waits for its reply. Writes one CSV row a repetition:

  engine,start,operation,value_bytes,clients,repetition,requests,service_cpu_s,process_cpu_s,wall_s

start           number of the server's process: servers start anew, as their heap's layout moves their times
service_cpu_s   CPU time of the busiest thread (Redis: its only service thread; Memcached: its only worker)
process_cpu_s   CPU time of all threads of the server
wall_s          seconds from the first request to the last reply
The three are sums over the row's requests.
"""
import argparse, csv, itertools, os, socket, subprocess, time
from server_cpu import CLIENT_CORE, SERVER_CORE, cpu_seconds_by_thread, cpu_spent

KIB, MIB = 2**10, 2**20
SIZES = [KIB, 10 * KIB, 100 * KIB, MIB, 10 * MIB, 50 * MIB, 100 * MIB]
KEYS = 3  # values in turn, so that a request never meets the value that it has just touched
PORT = 21211


def read_line(connection):
    line = b""
    while not line.endswith(b"\r\n"):
        line += connection.recv(1)
    return line[:-2]


def read_body(connection, view):
    got = 0
    while got < len(view):
        got += connection.recv_into(view[got:])


class Redis:
    command = ["redis-server", "--port", str(PORT), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
               "--io-threads", "1", "--daemonize", "no", "--loglevel", "warning"]

    def set_message(self, key, value):
        return b"*3\r\n$3\r\nSET\r\n$%d\r\n%s\r\n$%d\r\n" % (len(key), key, len(value)) + value + b"\r\n"

    def end_set(self, connection):
        assert read_line(connection) == b"+OK"

    def get_message(self, key):
        return b"*2\r\n$3\r\nGET\r\n$%d\r\n%s\r\n" % (len(key), key)

    def end_get(self, connection, view):
        assert read_line(connection) == b"$%d" % (len(view) - 2)
        read_body(connection, view)


class Memcached:
    command = ["memcached", "-u", "nobody", "-l", "127.0.0.1", "-p", str(PORT), "-U", "0", "-t", "1", "-m", "2048",
               "-I", "128m"]

    def set_message(self, key, value):
        return b"set %s 0 0 %d\r\n" % (key, len(value)) + value + b"\r\n"

    def end_set(self, connection):
        assert read_line(connection) == b"STORED"

    def get_message(self, key):
        return b"get %s\r\n" % key

    def end_get(self, connection, view):
        assert read_line(connection).startswith(b"VALUE ")
        read_body(connection, view)
        assert read_line(connection) == b"END"


def connect():
    for _ in range(100):
        try:
            connection = socket.create_connection(("127.0.0.1", PORT))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connection
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise SystemExit("the server does not answer")


def messages(engine, operation, size):
    keys = [b"key-%d-%d" % (size, i) for i in range(KEYS)]
    if operation == "get":
        return [engine.get_message(key) for key in keys]
    value = os.urandom(min(size, MIB)) * (size // min(size, MIB))
    return [engine.set_message(key, value) for key in keys]


def rounds(engine, operation, connections, requests, number, view):
    for i in range(number):
        for c, connection in enumerate(connections):
            connection.sendall(requests[(i + c) % KEYS])
        for connection in connections:
            engine.end_set(connection) if operation == "set" else engine.end_get(connection, view)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=5, help="of a cell and a start")
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, CLIENT_CORE)
    with open(arguments.out, "w", newline="") as f:
        table = csv.writer(f, lineterminator="\n")
        table.writerow("engine start operation value_bytes clients repetition requests "
                       "service_cpu_s process_cpu_s wall_s".split())
        engines = {"redis": Redis(), "memcached": Memcached()}
        for start, (name, engine) in itertools.product(range(arguments.starts), engines.items()):
            server = subprocess.Popen(engine.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                      preexec_fn=lambda: os.sched_setaffinity(0, SERVER_CORE))
            try:
                everyone = [connect() for _ in range(8)]
                for size in SIZES:
                    view = memoryview(bytearray(size + 2))  # the value and its \r\n
                    for clients in (1, 8) if size <= MIB else (1,):
                        connections = everyone[:clients]
                        number = max(KEYS, min(4000, 100 * MIB // size) // clients)
                        for operation in "set", "get":
                            requests = messages(engine, operation, size)
                            rounds(engine, operation, connections, requests, min(number, 10 * KEYS), view)
                            for repetition in range(arguments.repetitions):
                                before, began = cpu_seconds_by_thread(server.pid), time.perf_counter()
                                rounds(engine, operation, connections, requests, number, view)
                                wall = time.perf_counter() - began
                                service, process = cpu_spent(before, cpu_seconds_by_thread(server.pid))
                                table.writerow([name, start, operation, size, clients, repetition, number * clients,
                                                "%.6f" % service, "%.6f" % process, "%.6f" % wall])
                                f.flush()
            finally:
                server.terminate()
                server.wait()


if __name__ == "__main__":
    main()
