#!/bin/sh
# Makes the root file system of a node and continues inside it with node-boot.sh.
# Runs as process 1 of new mount, pid, uts and ipc namespaces, in the node's network namespace:
#
#   node-rootfs.sh NAME ROOT BIN FOLDER CGROUPS
#
# ROOT and BIN are shared by all nodes and only read. FOLDER is the node's own: its
# configuration and everything that it keeps from one boot to the next. CGROUPS is their version.
set -eu
name=$1 root=$2 bin=$3 folder=$4 cgroups=$5
scripts=$(cd "$(dirname "$0")" && pwd)

# The kubelet sets these for the whole machine. It finds what it wants in files
# that lie over the real ones, and the host keeps its own values.
tunables="vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1
kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000"

echo "$name" >/proc/sys/kernel/hostname
mount --make-rprivate /
cd "$folder"
mkdir -p root upper work disks log containerd kubelet cni tmp
mount -t overlay -o "lowerdir=$root,upperdir=$folder/upper,workdir=$folder/work" overlay root
cd root
mkdir -p proc sys run dev old lab/bin lab/scripts etc/lab mnt/openstack \
  var/lib/containerd var/lib/kubelet var/lib/cni var/log var/tmp

mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t tmpfs -o mode=755 tmpfs run
mount --rbind /dev dev
if [ "$cgroups" = 2 ]; then
  # The node is in a cgroup namespace of its own: it sees its own cgroup as the root.
  mount -t cgroup2 cgroup2 sys/fs/cgroup
else
  mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup
  for controller in /sys/fs/cgroup/*; do
    target=sys/fs/cgroup/${controller##*/}
    if [ -L "$controller" ]; then
      cp -P "$controller" "$target"
    elif [ -d "$controller" ]; then
      mkdir "$target"
      mount --bind "$controller" "$target"
    fi
  done
fi
mkdir run/tunables
for tunable in $tunables; do
  file=run/tunables/$(echo "${tunable%=*}" | tr / .)
  echo "${tunable#*=}" >"$file"
  mount --bind "$file" "proc/sys/${tunable%=*}"
done

# The overlay snapshotter of containerd does not work on an overlay: its folder is on the disk.
mount --bind "$folder/containerd" var/lib/containerd
mount --bind "$folder/kubelet" var/lib/kubelet
mount --bind "$folder/cni" var/lib/cni
mount --bind "$folder/log" var/log
mount --bind "$folder/tmp" var/tmp
mount --bind "$folder/disks" mnt/openstack
mount --bind "$folder/config" etc/lab
mount --bind "$bin" lab/bin
mount --bind "$scripts" lab/scripts
for shared in lab/bin lab/scripts etc/lab; do
  mount -o remount,bind,ro "$shared"
done
tr -d - </proc/sys/kernel/random/uuid >etc/machine-id

# runc itself changes the root, which only works where the root is a mount.
pivot_root . old
cd /
umount -l /old
# Volumes with bidirectional mount propagation need it.
mount --make-rshared /
export PATH=/lab/bin:/usr/sbin:/usr/bin:/sbin:/bin
exec /bin/sh /lab/scripts/node-boot.sh
