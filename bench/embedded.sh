#!/usr/bin/env bash
# The embedded server beside Apache ZooKeeper in one run: gets and sets a second with 1, 2 and 4 bare-socket clients at
# window 256, the first request after a start, and the memory of an idle server. Prints JSON lines.
#   bench/embedded.sh [SECONDS=3] [ROUNDS=3]
# Needs the peers' harness (PEERS, default ../shared/bench/peers beside the checkout), cc and libzookeeper-mt-dev.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-3} rounds=${2:-3}
peers=${PEERS:-../shared/bench/peers}
work=$(mktemp -d)
export ZKB_DIR=$work/apache ZKB_SHM=1 ZKB_PORT=${ZKB_PORT:-22811}
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  "$peers/ensemble.sh" stop || true
  rm -rf "$work"
}
trap cleanup EXIT

dotnet build -c Release -v q --nologo src/ZkReactive.Cli >/dev/null
cc -O2 -o "$work/bench-c" "$peers/c/bench.c" -DTHREADED -lzookeeper_mt -lpthread
dotnet publish -c Release -v q --nologo -o "$work/zkr" src/ZkReactive.Cli >/dev/null

resident() { awk '/VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$1/status"; }
load() { # load NAME: all cells against $ZKB_HOSTS
  for op in get set; do
    for clients in 1 2 4; do
      for round in $(seq "$rounds"); do
        pids=()
        for i in $(seq "$clients"); do
          "$work/bench-c" one impl=craw op=$op secs="$seconds" >"$work/out.$i" & pids+=($!)
        done
        wait "${pids[@]}"
        cat "$work"/out.* | python3 -c '
import json, sys
rows = [json.loads(line) for line in sys.stdin]
print(json.dumps(dict(scenario="embedded-limit", server=sys.argv[1], op=sys.argv[2], clients=int(sys.argv[3]), round=int(sys.argv[4]),
    ops_s=round(sum(r["ops_s"] for r in rows)), srv_cpu_s=round(max(r["srv_cpu_s"] for r in rows), 2))))' "$1" $op "$clients" "$round"
        rm -f "$work"/out.*
      done
    done
  done
}

"$peers/ensemble.sh" start1
export ZKB_HOSTS ZKB_SERVER_PIDS
ZKB_HOSTS=$("$peers/ensemble.sh" hosts) ZKB_SERVER_PIDS=$("$peers/ensemble.sh" pids)
echo "{\"scenario\":\"idle\",\"server\":\"apache\",\"rss_mb\":$(resident "$ZKB_SERVER_PIDS")}"
"$work/bench-c" ops impl=craw secs=1 windows=64,1 sizes=100 >/dev/null
load apache
"$peers/ensemble.sh" stop

port=$((ZKB_PORT + 50))
"$work/zkr/zkr" server --port $port >"$work/zkr.out" & server=$!
until grep -q . "$work/zkr.out"; do kill -0 $server; sleep 0.05; done
ZKB_HOSTS=127.0.0.1:$port ZKB_SERVER_PIDS=$server
sleep 2
echo "{\"scenario\":\"idle\",\"server\":\"embedded\",\"rss_mb\":$(resident $server)}"
"$work/bench-c" ops impl=craw secs=1 windows=64,1 sizes=100 >/dev/null
load embedded
