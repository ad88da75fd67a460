#!/bin/sh
# Runs nginx and its registration side by side. When the container is stopped the instance is taken out first, then nginx drains.
# When one of the two ends by itself (the agent does so only if a setting is wrong) the other is stopped too, and the container fails.
nginx -g 'daemon off;' &
nginx=$!
"${ZKR:-/opt/zkr/zkr}" service register &
agent=$!
stop() {
    trap '' TERM INT
    kill -TERM $agent 2>/dev/null
    wait $agent
    kill -QUIT $nginx 2>/dev/null
    wait $nginx
}
trap 'stop; exit 0' TERM INT
while kill -0 $nginx 2>/dev/null && kill -0 $agent 2>/dev/null; do
    sleep 1 &
    wait $!
done
stop
exit 1
