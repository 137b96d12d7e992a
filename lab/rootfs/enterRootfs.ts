/** A directory of the host that a command in a root file system sees as well. */
export interface Bind {
  source: string;
  /** Absolute path in the rootfs; must exist there. */
  target: string;
}

// The mounts live in a mount namespace of the command: none is ever left on the host.
const script = `set -e
rootfs=$1; shift
mount -t proc proc "$rootfs/proc"
while [ "$1" != -- ]; do mount --rbind "$1" "$rootfs$2"; shift 2; done
shift
exec chroot "$rootfs" "$@"`;

function enter(rootfs: string, binds: readonly Bind[], command: readonly string[]): string[] {
  const pairs = binds.flatMap(({ source, target }) => [source, target]);
  return ["sh", "-c", script, "enter-rootfs", rootfs, ...pairs, "--", ...command];
}

/**
 * The command line that runs `command` in the root file system at `rootfs`. It becomes the command
 * itself, so a signal to its pid reaches the command.
 */
export function enterRootfs(
  rootfs: string,
  command: readonly string[],
  binds: readonly Bind[] = [],
): string[] {
  return ["unshare", "--mount", ...enter(rootfs, binds, command)];
}

/**
 * The command line that runs a step of a build in the root file system at `rootfs`: every process
 * that the step leaves behind ends with it.
 */
export function isolate(rootfs: string, command: readonly string[]): string[] {
  const processes = ["--pid", "--fork", "--kill-child"];
  return ["unshare", "--mount", ...processes, ...enter(rootfs, [], command)];
}
