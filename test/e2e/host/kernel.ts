import { readFileSync } from "node:fs";
import { join } from "node:path";

import { ensureRootfs } from "../../../lab/rootfs";

/** Compiler, tools and source; Debian's own User Mode Linux has no support for iptables. */
const packages = [
  "bc",
  "bison",
  "flex",
  "gcc",
  "kmod",
  "libc6-dev",
  "linux-source/trixie-backports",
  "make",
  "perl",
  "xz-utils",
];

const script = `mkdir /tmp/linux
tar -C /tmp/linux --strip-components=1 -xf /usr/src/linux-source-*.tar.xz
cd /tmp/linux
# The kubelet refuses a machine whose clock speed it cannot find out.
sed -i 's/"mode\\\\t\\\\t: skas\\\\n"/"mode\\\\t\\\\t: skas\\\\ncpu MHz\\\\t\\\\t: 1000.000\\\\n"/' arch/um/kernel/um_arch.c
make ARCH=um x86_64_defconfig
scripts/kconfig/merge_config.sh -m .config /root/uml.config
make ARCH=um olddefconfig
make ARCH=um -j"$(nproc)" linux modules
make ARCH=um INSTALL_MOD_PATH=/srv modules_install
rm -f /srv/lib/modules/*/build
strip -o /srv/linux linux
rm -rf /tmp/linux /usr/src`;

/** Where User Mode Linux is after it was built once, which takes about five minutes on two cores. */
export interface Kernel {
  /** The kernel: a program that runs on any Linux. */
  program: string;
  /** Folder with its modules, to be `/lib/modules` of the machine. */
  modules: string;
}

/** Builds User Mode Linux with what a stock kernel has for containers. */
export async function buildKernel(): Promise<Kernel> {
  const files = { "/root/uml.config": readFileSync(join(__dirname, "uml.config"), "utf8") };
  const rootfs = await ensureRootfs("host-kernel", packages, { release: "trixie", files, script });
  return { program: join(rootfs, "srv/linux"), modules: join(rootfs, "srv/lib/modules") };
}
