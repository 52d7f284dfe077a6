"""CPU time of another process's threads, and pinning: shared by the scripts of this folder."""
import os

SERVER_CORE, CLIENT_CORE = {0}, {1}


def cpu_seconds_by_thread(pid):
    """Nanosecond-exact CPU time of every thread of a process (first field of Linux' schedstat), in seconds."""
    seconds = {}
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/schedstat") as f:
            seconds[thread] = int(f.read().split()[0]) * 1e-9
    return seconds


def cpu_spent(before, after):
    """CPU seconds between two readings: of the busiest thread, and of all threads together."""
    spent = [seconds - before.get(thread, 0.0) for thread, seconds in after.items()]
    return max(spent), sum(spent)
