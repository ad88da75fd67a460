#!/usr/bin/env bash
# The embedded server with a data directory beside Apache ZooKeeper, both on this disk and both waiting for it: sets a second
# with 1, 4 and 16 bare-socket clients at window 64, in turns. Then how fast a large log is read back, and the memory of many
# sessions with a watch each. Prints JSON lines.
#   bench/durable.sh [SECONDS=3] [ROUNDS=3] [LOG_MB=400] [SESSIONS=10000]
# Needs the peers' harness (PEERS, default ../shared/bench/peers beside the checkout), cc, libzookeeper-mt-dev and python3.
# The data is below TMPDIR: it has to be on the disk to be measured.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-3} rounds=${2:-3} log_mb=${3:-400} sessions=${4:-10000}
peers=${PEERS:-../shared/bench/peers}
work=$(mktemp -d)
export ZKB_DIR=$work/apache ZKB_SHM=0 ZKB_PORT=${ZKB_PORT:-22911}
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  "$peers/ensemble.sh" stop || true
  rm -rf "$work"
}
trap cleanup EXIT

cc -O2 -o "$work/bench-c" "$peers/c/bench.c" -DTHREADED -lzookeeper_mt -lpthread
dotnet publish -c Release -v q --nologo -o "$work/zkr" src/ZkReactive.Cli >/dev/null

port=$((ZKB_PORT + 50))
resident() { awk '/VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$1/status"; }
start() { # start OPTIONS...: the embedded server on $port
  : >"$work/zkr.out"
  "$work/zkr/zkr" server --port $port --data-dir "$work/data" "$@" >"$work/zkr.out" 2>"$work/zkr.err" & server=$!
  until grep -q . "$work/zkr.out"; do kill -0 $server; sleep 0.05; done
}
stop() { kill "$server"; wait "$server" || true; server=; }
cell() { # cell NAME CLIENTS ROUND
  local pids=() i
  for i in $(seq "$2"); do
    "$work/bench-c" one impl=craw op=set size=100 window=64 secs="$seconds" >"$work/out.$i" & pids+=($!)
  done
  wait "${pids[@]}"
  cat "$work"/out.* | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
print(json.dumps(dict(scenario="durable", server=sys.argv[1], clients=int(sys.argv[2]), round=int(sys.argv[3]),
    sets_s=round(sum(r["ops_s"] for r in rows)), srv_cpu_s=round(max(r["srv_cpu_s"] for r in rows), 2))))' "$@"
  rm -f "$work"/out.*
}

"$peers/ensemble.sh" start1
apache_hosts=$("$peers/ensemble.sh" hosts) apache_pids=$("$peers/ensemble.sh" pids)
start
for round in $(seq 0 "$rounds"); do
  for clients in 1 4 16; do
    for name in apache embedded; do
      case $name in
        apache) export ZKB_HOSTS=$apache_hosts ZKB_SERVER_PIDS=$apache_pids ;;
        embedded) export ZKB_HOSTS=127.0.0.1:$port ZKB_SERVER_PIDS=$server ;;
      esac
      # Round 0 warms both.
      if [ "$round" = 0 ]; then cell $name $clients 0 >/dev/null; else cell $name $clients "$round"; fi
    done
  done
done
"$peers/ensemble.sh" stop
stop

rm -rf "$work/data"
start --snapshot-count 2000000000
python3 - "$port" "$log_mb" <<'PY'
import socket, struct, sys
port, megabytes = int(sys.argv[1]), int(sys.argv[2])
def connect():
    s = socket.create_connection(("127.0.0.1", port))
    s.sendall(struct.pack(">iiqiqi16s?", 45, 0, 0, 30000, 0, 16, b"\0" * 16, False))
    frame(s)
    return s
def frame(s):
    need = struct.unpack(">i", exactly(s, 4))[0]
    return exactly(s, need)
def exactly(s, n):
    parts = b""
    while len(parts) < n:
        part = s.recv(n - len(parts))
        if not part: raise SystemExit("the server went away")
        parts += part
    return parts
def ustring(text): return struct.pack(">i", len(text)) + text
def request(xid, op, body): return struct.pack(">iii", 8 + len(body), xid, op) + body
s = connect()
acl = struct.pack(">ii", 1, 31) + ustring(b"world") + ustring(b"anyone")
data = b"x" * 1000
for i in range(100):
    s.sendall(request(i, 1, ustring(b"/bench-%03d" % i) + ustring(data) + acl + struct.pack(">i", 0))); frame(s)
sent = 0
burst = b"".join(request(i, 5, ustring(b"/bench-%03d" % (i % 100)) + ustring(data) + struct.pack(">i", -1)) for i in range(400))
while sent < megabytes * 1000 * 1000:
    s.sendall(burst)
    for _ in range(400): frame(s)
    sent += 400 * 1090
PY
stop
bytes=$(cat "$work"/data/version-2/log.* | wc -c)
for round in $(seq "$rounds"); do
  start --verbose --snapshot-count 2000000000
  line=$(grep -o 'Data directory.*' "$work/zkr.err" | head -1)
  echo "$line" | python3 -c '
import json, re, sys
line = sys.stdin.read(); ms = int(re.search(r"in (\d+) ms", line)[1]); n = int(re.search(r"and (\d+) transactions", line)[1]); size = int(sys.argv[1])
print(json.dumps(dict(scenario="recovery", round=int(sys.argv[2]), log_mb=round(size / 1e6), transactions=n, ms=ms, mb_s=round(size / 1e3 / ms))))' "$bytes" "$round"
  stop
done
rm -rf "$work/data"

ulimit -n $((sessions * 2 + 1000)) 2>/dev/null || ulimit -n "$(ulimit -Hn)"
start
python3 - "$port" "$sessions" "$server" <<'PY'
import json, socket, struct, sys, time
port, count, pid = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
def resident(): return round(next(int(l.split()[1]) for l in open(f"/proc/{pid}/status") if l.startswith("VmRSS")) / 1024, 1)
def exactly(s, n):
    parts = b""
    while len(parts) < n: parts += s.recv(n - len(parts))
    return parts
before, sockets = resident(), []
for i in range(count):
    # The limit of connections counts by address, and 127.0.0.0/8 has many.
    s = socket.socket(); s.bind((f"127.0.{1 + i // 50 // 200}.{1 + i // 50 % 200}", 0)); s.connect(("127.0.0.1", port))
    s.sendall(struct.pack(">iiqiqi16s?", 45, 0, 0, 40000, 0, 16, b"\0" * 16, False)); exactly(s, struct.unpack(">i", exactly(s, 4))[0])
    path = b"/watched-%d" % i
    s.sendall(struct.pack(">iiii", 8 + 5 + len(path), 1, 3, len(path)) + path + b"\1"); exactly(s, struct.unpack(">i", exactly(s, 4))[0])
    sockets.append(s)
print(json.dumps(dict(scenario="sessions", sessions=count, rss_mb_before=before, rss_mb=resident())))
PY
stop
