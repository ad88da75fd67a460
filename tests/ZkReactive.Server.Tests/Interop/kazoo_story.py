"""Drives a server with kazoo, unchanged: prints a line for each step, and stops with an error at the first surprise."""
import sys
import threading

from kazoo.client import KazooClient, KazooState
from kazoo.exceptions import BadVersionError, NoNodeError, NodeExistsError, NotEmptyError, RolledBackError
from kazoo.security import make_digest_acl


def step(name):
    print(name, flush=True)


def expect(error, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except error:
        return
    raise AssertionError("%s expected" % error.__name__)


def wait(event, what):
    assert event.wait(30), "waited in vain for " + what


hosts = sys.argv[1]
zk = KazooClient(hosts=hosts, timeout=10)
lost, back = threading.Event(), threading.Event()


def listen(state):
    if state == KazooState.LOST:
        lost.set()
    if state == KazooState.CONNECTED and lost.is_set():
        back.set()


zk.start(timeout=30)
zk.add_listener(listen)
step("connected")

assert zk.create("/k", b"1") == "/k"
expect(NodeExistsError, zk.create, "/k")
expect(NoNodeError, zk.create, "/nope/child")
data, stat = zk.get("/k")
assert data == b"1" and stat.version == 0 and stat.dataLength == 1
assert zk.set("/k", b"22", version=0).version == 1
expect(BadVersionError, zk.set, "/k", b"3", version=0)
assert zk.exists("/nope") is None
zk.ensure_path("/k/a/b")
expect(NotEmptyError, zk.delete, "/k/a")
assert zk.get_children("/k") == ["a"]
step("create get set delete")

assert zk.create("/k/s-", sequence=True) == "/k/s-0000000001"
path, stat = zk.create("/k/s-", b"xyz", sequence=True, ephemeral=True, include_data=True)
assert path == "/k/s-0000000002" and stat.ephemeralOwner == zk.client_id[0] and stat.dataLength == 3
step("sequence ephemeral")

seen = []
fired = threading.Event()


def watch(event):
    seen.append((event.type, event.path))
    fired.set()


zk.get("/k", watch=watch)
zk.set("/k", b"watched")
wait(fired, "the data watch")
fired.clear()
zk.get_children("/k", watch=watch)
zk.create("/k/child")
wait(fired, "the child watch")
fired.clear()
zk.exists("/k/later", watch=watch)
zk.create("/k/later")
wait(fired, "the exists watch")
fired.clear()
zk.exists("/k/later", watch=watch)
zk.delete("/k/later")
wait(fired, "the deletion")
assert seen == [("CHANGED", "/k"), ("CHILD", "/k"), ("CREATED", "/k/later"), ("DELETED", "/k/later")], seen
step("watches")

transaction = zk.transaction()
transaction.create("/k/t")
transaction.set_data("/k/t", b"t")
transaction.check("/k/t", 1)
transaction.delete("/k/t")
results = transaction.commit()
assert results[0] == "/k/t" and results[1].version == 1 and results[2:] == [True, True], results
transaction = zk.transaction()
transaction.create("/k/u")
transaction.check("/k", 99)
results = transaction.commit()
assert isinstance(results[0], RolledBackError) and isinstance(results[1], BadVersionError), results
assert zk.exists("/k/u") is None
step("transaction")

zk.add_auth("digest", "user:secret")
zk.create("/k/private", b"p", acl=[make_digest_acl("user", "secret", all=True)])
other = KazooClient(hosts=hosts)
other.start(timeout=30)
expect(Exception, other.get, "/k/private")
assert zk.get("/k/private")[0] == b"p"
assert zk.sync("/k") == "/k"
step("acl")

lock = zk.Lock("/k/lock", "me")
assert lock.acquire(timeout=30)
assert other.Lock("/k/lock", "other").contenders() == ["me"]
lock.release()
step("lock")

gone = threading.Event()
zk.create("/k/mine", ephemeral=True)
other.exists("/k/mine", watch=lambda event: gone.set())
session = zk.client_id[0]
print("expire me %x" % session, flush=True)
wait(lost, "the loss of the session")
wait(gone, "the end of the ephemeral")
wait(back, "a new session")
assert zk.client_id[0] != session
assert other.exists("/k/mine") is None
step("expired and back")

zk.delete("/k", recursive=True)
other.stop()
zk.stop()
zk.close()
step("done")
