"""Takes one lock over and over with kazoo clients, and notes it: CONNECT NAME FOLDER LOCK CLIENTS.

The lines are those of HistoryEvent; the clock is the machine's monotonic one, in nanoseconds.
"""
import json
import os
import sys
import threading
import time

from kazoo.client import KazooClient
from kazoo.exceptions import KazooException, LockTimeout
from kazoo.recipe.lock import Lock

ASKED, TAKEN, TRUSTED, STALLED = 0, 1, 2, 3
connect, name, folder, path, count = sys.argv[1:]
history = open(os.path.join(folder, name), "ab", buffering=0)
gate = threading.Lock()
finishing = threading.Event()


class SharedLock(Lock):
    """With Curator's name, which Curator needs to find the number in it."""

    _NODE_NAME = "lock-"
    _EXCLUDE_NAMES = ["lock-"]


def note(kind, hold, number=0, at=None, resource=path):
    event = dict(At=time.monotonic_ns() if at is None else at, Process=name, Resource=resource, Kind=kind, Id=hold, Number=number, Outcome=0)
    with gate:
        history.write(json.dumps(event).encode() + b"\n")


def watch_stalls():
    last = time.monotonic_ns()
    while True:
        time.sleep(0.02)
        now = time.monotonic_ns()
        if now - last > 150_000_000:
            note(STALLED, "", last, now, "")
        last = now


class Worker:
    def __init__(self, number):
        self.number = number
        self.holds = 0
        self.losses = 0
        self.client = KazooClient(hosts=connect, timeout=4.0, connection_retry=dict(max_tries=-1, max_delay=1), command_retry=dict(max_tries=-1, max_delay=1))
        self.client.add_listener(self.hear)
        self.client.start(timeout=60)

    def hear(self, state):
        if state != "CONNECTED":
            self.losses += 1

    def hold(self):
        self.holds += 1
        hold = f"{name}.{self.number}-lock{self.holds}"
        lock = SharedLock(self.client, path)
        note(ASKED, hold)
        try:
            lock.acquire(timeout=30)
            losses = self.losses
            stat = self.client.exists(f"{path}/{lock.node}")
            if stat is not None and stat.ephemeralOwner == self.client.client_id[0]:
                note(TAKEN, hold, stat.czxid)
                for _ in range(4):
                    at = time.monotonic_ns()
                    if self.losses != losses or not self.client.connected:
                        break
                    note(TRUSTED, hold, 0, at)
                    time.sleep(0.01)
            lock.release()
        except (KazooException, LockTimeout):
            self.clean(lock)

    def clean(self, lock):
        """A node whose reply was lost, and which kazoo has not found again, would hold everybody up."""
        try:
            for child in self.client.retry(self.client.get_children, path):
                if child.startswith(lock.prefix):
                    self.client.retry(self.client.delete, f"{path}/{child}")
        except KazooException:
            pass

    def run(self):
        while True:
            last = finishing.is_set()
            self.hold()
            if last:
                break
            time.sleep(0.01)
        self.client.stop()
        self.client.close()


workers = [Worker(number) for number in range(int(count))]
threading.Thread(target=watch_stalls, daemon=True).start()
threads = [threading.Thread(target=worker.run) for worker in workers]
for thread in threads:
    thread.start()
print("worker ready", flush=True)
for line in sys.stdin:
    if line.strip() == "finish":
        break
finishing.set()
for thread in threads:
    thread.join()
print("worker settled", flush=True)
