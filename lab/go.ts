import { execa } from "execa";

import { packageVersions } from "./rootfs/apt";

/** The oldest Go 1 that fetches the newer one which the lab's modules name. */
const oldestMinor = 21;
export const goVersion = `1.${oldestMinor}`;

/** The command that brings a Go which can build the lab. */
export async function findGo(): Promise<string> {
  const { stdout: codename } = await execa("sh", [
    "-c",
    ". /etc/os-release; echo $VERSION_CODENAME",
  ]);
  return goInstallation(await packageVersions("golang-go"), codename);
}

/** The same from what `apt-cache madison golang-go` prints, on the release `codename` of Debian or Ubuntu. */
export function goInstallation(versions: string, codename: string): string {
  const found = versions.split("\n").flatMap((line) => {
    const match = /\| +(?:\d+:)?1\.(\d+).* \| (\S+) ([^/\s]+)\//.exec(line);
    return match === null ? [] : [{ minor: Number(match[1]), mirror: match[2], suite: match[3] }];
  });
  const suites = found.filter(({ minor }) => minor >= oldestMinor).map(({ suite }) => suite);
  if (suites.some((suite) => suite === codename || suite === `${codename}-updates`)) {
    return "apt-get install golang-go";
  }
  const backports = `${codename}-backports`;
  const mirror = found.find(({ suite }) => suite === codename)?.mirror;
  const source = `echo deb ${mirror} ${backports} main >/etc/apt/sources.list.d/backports.list`;
  return [
    ...(suites.includes(backports) ? [] : [source, "apt-get update"]),
    `apt-get install --target-release ${backports} golang-go`,
  ].join(" && ");
}
