#!/usr/bin/env bash
# One lock under contention on a real ensemble of three: this library, Curator and kazoo in turns, after a round that warms the
# servers. Prints JSON lines. The servers' data is below TMPDIR: in memory (/dev/shm) the clients' share is seen better.
#   bench/locks.sh [SECONDS=5] [WAITERS=2,20,200] [ROUNDS=5]
# Needs Apache ZooKeeper, python3 with kazoo (PYTHON, default /usr/bin/python3), and a JDK with Curator's Debian packages.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-5} waiters=${2:-2,20,200} rounds=${3:-5}
work=$(mktemp -d)
zkr="$work/zkr/zkr"
cleanup() {
  [ ! -e "$work/zk/zoo1.cfg" ] || "$zkr" ensemble stop --dir "$work/zk" || true
  rm -rf "$work"
}
trap cleanup EXIT

dotnet publish -c Release -v q --nologo -o "$work/zkr" src/ZkReactive.Cli >/dev/null
dotnet build -c Release -v q --nologo bench/ZkReactive.Bench >/dev/null
"$zkr" ensemble new --dir "$work/zk" --base-port 0 >/dev/null
sed -i '$a maxClientCnxns=0' "$work"/zk/zoo*.cfg
"$zkr" ensemble start --dir "$work/zk" >/dev/null
ZKB_HOSTS=$("$zkr" ensemble status --dir "$work/zk" --json | python3 -c 'import json, sys; print(",".join(json.loads(line)["server"] for line in sys.stdin))')
export ZKB_HOSTS
jars=/usr/share/java
classpath=$jars/curator-client.jar:$jars/curator-framework.jar:$jars/curator-recipes.jar:$jars/zookeeper.jar:$jars/slf4j-simple.jar:$jars/guava.jar

all() { # all SECONDS: each client once
  dotnet bench/ZkReactive.Bench/bin/Release/net10.0/ZkReactive.Bench.dll locks waiters="$waiters" secs="$1"
  java -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$classpath" bench/locks/Locks.java waiters="$waiters" secs="$1"
  "${PYTHON:-/usr/bin/python3}" bench/locks/locks.py waiters="$waiters" secs="$1"
}

all 2 >/dev/null
for _ in $(seq "$rounds"); do all "$seconds"; done
