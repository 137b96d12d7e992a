#!/bin/sh
# Process 1 of a node: keeps containerd, kubelet and kube-proxy running.
set -eu

# Starts a daemon again whenever it ends, with its output in /var/log.
keep() {
  name=$1
  shift
  while :; do
    "$@" >>"/var/log/$name.log" 2>&1 </dev/null || true
    echo "$name has ended and starts again" >>"/var/log/$name.log"
    sleep 1
  done
}

keep containerd containerd --config /etc/lab/containerd.toml &
until ctr version >/dev/null 2>&1; do
  sleep 0.1
done

# shellcheck disable=SC2046 # The file holds several arguments.
keep kubelet kubelet $(cat /etc/lab/kubelet-arguments) &
keep kube-proxy kube-proxy --config=/etc/lab/kube-proxy.yaml --hostname-override="$(cat /proc/sys/kernel/hostname)" &

# As process 1 the shell also inherits the orphans of all containers; waiting removes them.
wait
