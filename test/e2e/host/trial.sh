#!/bin/bash
# Follows the README on a machine that has just booted, and looks for what is left behind.
# Lines that begin with "##" are its report.
cd /root/glance || exit
export HOME=/root TERM=dumb GLANCE_LAB_PATIENCE=10

# What the lab may change and has to take back. Modules that the kernel loads by itself stay.
state() {
  lsmod | grep -oE '^(overlay|br_netfilter) '
  ip netns
  cat /sys/fs/cgroup/cgroup.subtree_control
  find /sys/fs/cgroup -name 'glance-lab*'
  # systemd mounts the credentials of a service while it starts, as of the console's login.
  awk '$5 !~ "^/run/credentials/" { print $5 }' /proc/self/mountinfo | sort
  ls -A /root/.cache/glance-lab | grep -v passphrase
  git status --porcelain
}

run() {
  local started=$SECONDS
  echo "## $*"
  "$@" 2>&1 | cat
  local status=${PIPESTATUS[0]}
  echo "## exit code $status after $((SECONDS - started)) s: $*"
  [[ $status == 0 ]] || failed=yes
}

failed=
echo "## $(. /etc/os-release && echo "$PRETTY_NAME"), $(systemctl --version | head -n 1), Linux $(uname -r)"
echo "## cgroups: $(stat --file-system --format %T /sys/fs/cgroup): $(cat /sys/fs/cgroup/cgroup.controllers)"
state >/root/before
run npm run up
run npm run verify:import
run npm run lab -- status
find /sys/fs/cgroup/glance-lab -maxdepth 4 -type d
run npm run down
state >/root/after
run diff /root/before /root/after
[[ $failed ]] && for log in /root/.cache/glance-lab/state/logs/*.log; do echo "$log" && tail -n 20 "$log"; done
echo "## $([[ $failed ]] && echo failed || echo passed)"
