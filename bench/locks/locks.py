"""kazoo's side of the scenario locks: waiters take one lock and give it back, over and over. Prints JSON lines.

usage: locks.py [waiters=2,20,200] [secs=5] [sessions=20]      environment: ZKB_HOSTS
"""
import json
import os
import socket
import sys
import threading
import time

from kazoo.client import KazooClient

HOSTS = os.environ.get("ZKB_HOSTS", "127.0.0.1:21811")
arguments = dict(a.split("=", 1) for a in sys.argv[1:])


def received():
    total = 0
    for host in HOSTS.split(","):
        name, port = host.rsplit(":", 1)
        with socket.create_connection((name, int(port))) as s:
            s.sendall(b"srvr")
            text = b""
            while chunk := s.recv(4096):
                text += chunk
        total += next(int(line.split()[1]) for line in text.decode().splitlines() if line.startswith("Received: "))
    return total


def run(clients, waiters, secs):
    path = f"/bench/locks/kazoo-{os.getpid()}-{waiters}"
    end = time.monotonic() + secs
    counts = [0] * waiters

    def work(number):
        lock = clients[number % len(clients)].Lock(path)
        while time.monotonic() < end:
            with lock:
                if time.monotonic() < end:
                    counts[number] += 1

    threads = [threading.Thread(target=work, args=(i,)) for i in range(waiters)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


for waiters in (int(w) for w in arguments.get("waiters", "2,20,200").split(",")):
    secs = float(arguments.get("secs", "5"))
    clients = [KazooClient(hosts=HOSTS, timeout=30) for _ in range(min(waiters, int(arguments.get("sessions", "20"))))]
    for client in clients:
        client.start()
    run(clients, waiters, secs * 0.2)
    before, cpu = received(), time.process_time()
    n = run(clients, waiters, secs)
    print(json.dumps(dict(
        client="kazoo", scenario="locks", waiters=waiters, sessions=len(clients), n=n, secs=secs, handovers_s=round(n / secs, 1),
        requests_each=round((received() - before) / max(1, n + waiters), 2), cpu_s=round(time.process_time() - cpu, 3))), flush=True)
    for client in clients:
        client.stop()
