#!/bin/sh
# Runs nginx and its registration side by side. When the container is stopped the instance is taken out first, then nginx drains.
nginx -g 'daemon off;' &
nginx=$!
"${ZKR:-/opt/zkr/zkr}" service register &
agent=$!
trap 'kill -TERM $agent; wait $agent; kill -QUIT $nginx; wait $nginx; exit 0' TERM INT
wait $nginx
