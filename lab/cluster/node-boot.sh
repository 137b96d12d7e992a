#!/bin/sh
# Process 1 of a node: keeps containerd, kubelet, kube-proxy and the storage driver with its controllers running.
set -eu
node=$(cat /proc/sys/kernel/hostname)

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

keep csi-driver csi-driver "$node" &
keep containerd containerd --config /etc/lab/containerd.toml &
until ctr version >/dev/null 2>&1; do
  sleep 0.1
done

# shellcheck disable=SC2046 # The file holds several arguments.
keep kubelet kubelet $(cat /etc/lab/kubelet-arguments) &
keep kube-proxy kube-proxy --config=/etc/lab/kube-proxy.yaml --hostname-override="$node" &

# Each node's provisioner makes the volumes of its node; one node's resizer works for all.
csi="--kubeconfig=/etc/lab/csi.kubeconfig --csi-address=/var/lib/kubelet/plugins/lab.local/csi.sock"
export NODE_NAME="$node"
# shellcheck disable=SC2086 # Several arguments, as above.
keep csi-provisioner csi-provisioner $csi --node-deployment --strict-topology --immediate-topology=false &
# shellcheck disable=SC2086
keep csi-resizer csi-resizer $csi --leader-election --leader-election-namespace=kube-system &

# As process 1 the shell also inherits the orphans of all containers; waiting removes them.
wait
