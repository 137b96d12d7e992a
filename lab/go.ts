import { execa } from "execa";

import { packageVersions } from "./rootfs/apt";

/** The oldest Go that fetches the newer one which the lab's modules name. */
export const goVersion = "1.21";

/** How this machine gets a Go that can build the lab: a command, or what has to be done before it. */
export async function findGo(): Promise<string> {
  const { stdout: codename } = await execa("sh", [
    "-c",
    ". /etc/os-release; echo $VERSION_CODENAME",
  ]);
  return goInstallation(await packageVersions("golang-go"), codename);
}

/** The same from what `apt-cache madison golang-go` prints, on the release `codename` of Debian or Ubuntu. */
export function goInstallation(versions: string, codename: string): string {
  const backports = `${codename}-backports`;
  const suites = versions
    .split("\n")
    .map((line) => /\| (?:\d+:)?(\d+)\.(\d+).* \| \S+ ([^/\s]+)\//.exec(line) ?? [])
    .filter(
      ([, major, minor]) => Number(major) > 1 || Number(minor) >= Number(goVersion.split(".")[1]),
    )
    .map(([, , , suite]) => suite);
  if (suites.some((suite) => suite === codename || suite === `${codename}-updates`)) {
    return "'apt-get install golang-go'";
  }
  const install = `'apt-get install --target-release ${backports} golang-go'`;
  return suites.includes(backports)
    ? install
    : `add the suite ${backports} to the sources of apt, then 'apt-get update' and ${install}`;
}
