/**
 * Environment of the programs that the lab runs on the host. Nothing of the caller's own gets in: a proxy would
 * come between the daemons, and daemons outlive the shell whose secrets they would keep. The PATH of a user who
 * became root by `su` lacks the folders of `chroot` and `pivot_root`.
 */
export const hostEnvironment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  LANG: "C.UTF-8",
} as const;
