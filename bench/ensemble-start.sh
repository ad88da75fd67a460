#!/usr/bin/env bash
# Three servers from nothing to a first write: started by hand, and by 'zkr ensemble start', in turn. Prints a JSON line a round
# and one with the medians.
#   bench/ensemble-start.sh [ROUNDS=5]
# By hand is as it is done with zkServer.sh, without that script's own time: one java a server on the same configuration,
# then srvr until each says leader or follower, all of it looked at 20 times a second. Either is done when a set through a new
# session was answered; that session is zkr's both times and counted apart. Needs Apache ZooKeeper, Java, python3 and the .NET SDK.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5}
work=$(mktemp -d)
pids=()
cleanup() {
  [ ! -e "$work/zk/zoo1.cfg" ] || "$work/zkr/zkr" ensemble stop --dir "$work/zk" >/dev/null || true
  [ ${#pids[@]} -eq 0 ] || kill -9 "${pids[@]}" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

dotnet publish -c Release -v q --nologo -o "$work/zkr" src/ZkReactive.Cli >/dev/null
zkr="$work/zkr/zkr"
if [ -n "${ZOOKEEPER_HOME:-}" ]; then classpath="$ZOOKEEPER_HOME/lib/*:$ZOOKEEPER_HOME/conf"; else classpath=/usr/share/java/zookeeper.jar:/usr/share/java/slf4j-simple.jar; fi

now() { date +%s%N; }
fresh() { # fresh: a new ensemble, nothing in it, not running
  rm -rf "$work/zk"
  "$zkr" ensemble new --dir "$work/zk" --base-port 0 >/dev/null
  hosts=
  ports=()
  for cfg in "$work"/zk/zoo*.cfg; do
    port=$(sed -n 's/^clientPort=//p' "$cfg")
    ports+=("$port") hosts=$hosts${hosts:+,}127.0.0.1:$port
  done
}
serves() { # serves PORT: whether srvr names a mode
  local answer
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf srvr >&3
  answer=$(cat <&3) || true
  exec 3>&-
  [[ $answer == *"Mode: leader"* || $answer == *"Mode: follower"* ]]
}
write() { # write: a first set through a new session
  ZKREACTIVE_CONNECT=$hosts "$zkr" set /first x --create >/dev/null
}
report() { # report HOW ROUND START SERVING WRITTEN
  local line
  line=$(printf '{"scenario":"ensemble-start","how":"%s","round":%d,"serving_ms":%d,"first_write_ms":%d}' "$1" "$2" $((($4 - $3) / 1000000)) $((($5 - $4) / 1000000)))
  echo "$line" | tee -a "$work/lines"
}

for round in $(seq "$rounds"); do
  fresh
  start=$(now)
  pids=()
  for cfg in "$work"/zk/zoo*.cfg; do
    java -Xmx512m -Dzookeeper.jmx.log4j.disable=true -cp "$classpath" org.apache.zookeeper.server.quorum.QuorumPeerMain "$cfg" >"${cfg%.cfg}.log" 2>&1 </dev/null &
    pids+=($!)
  done
  for port in "${ports[@]}"; do
    until serves "$port" 2>/dev/null; do sleep 0.05; done
  done
  serving=$(now)
  write
  report by-hand "$round" "$start" "$serving" "$(now)"
  kill "${pids[@]}"
  wait "${pids[@]}" 2>/dev/null || true
  pids=()

  fresh
  start=$(now)
  "$zkr" ensemble start --dir "$work/zk" >/dev/null
  serving=$(now)
  write
  report zkr "$round" "$start" "$serving" "$(now)"
  "$zkr" ensemble stop --dir "$work/zk" >/dev/null
done

python3 - "$work/lines" <<'END'
import json, statistics, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
median = {how: statistics.median(line["serving_ms"] for line in lines if line["how"] == how) for how in ("by-hand", "zkr")}
print(json.dumps({"scenario": "ensemble-start", "rounds": len(lines) // 2, "by_hand_ms": median["by-hand"], "zkr_ms": median["zkr"],
                  "times": round(median["zkr"] / median["by-hand"], 2)}))
END
