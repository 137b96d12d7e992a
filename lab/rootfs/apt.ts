import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "execa";

import { cache } from "../paths";

/** Where packages come from. */
export interface PackageSource {
  uri: string;
  /** Name of the release as its makers call it: "bookworm", "bookworm-security". */
  codename: string;
  component: string;
}

/** The host's way to Debian's packages. */
export interface AptSettings {
  /** The host's own sources of Debian's packages, of whatever release. */
  sources: PackageSource[];
  /** Lines for apt.conf: proxies, certificates and date checks. */
  configuration: string[];
}

/**
 * Parses `apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)'`. A list of mirrors, which `readList`
 * reads, becomes its first one; sources that are reached neither by http nor by https are left out.
 */
export function parseSources(output: string, readList: (file: string) => string): PackageSource[] {
  return output
    .split("\n")
    .map((line) => line.trim().split(" "))
    .flatMap(([address, codename, component]) => {
      const uri = address && downloadUri(address, readList);
      return uri && codename && component ? [{ uri, codename, component }] : [];
    });
}

function downloadUri(address: string, readList: (file: string) => string): string | undefined {
  const [, list] = /^mirror\+file:(?:\/\/)?(\/.*?)\/?$/.exec(address) ?? [];
  const [uri] = /^https?:\/\/\S+/m.exec(list === undefined ? address : readList(list)) ?? [];
  return uri;
}

/** Picks what decides about downloads from `apt-config dump`. */
export function parseConfiguration(dump: string): string[] {
  return dump
    .split("\n")
    .filter(
      (line) => /^Acquire::(https?(::|\s)|Check-|Retries)/i.test(line) && !line.endsWith(' "";'),
    );
}

/**
 * Lines of a sources.list for the release `codename`, checked with `keyring`: the host's own sources where they have
 * it, else the same mirrors with this release in place of the host's. Empty when the host has no source of Debian.
 * `backports` adds those of the release.
 */
export function sourcesList(
  sources: readonly PackageSource[],
  codename: string,
  keyring: string,
  backports = false,
): string[] {
  const named = sources.map((source) => {
    const [, release = "", part = ""] =
      /^([a-z]+)(-updates|-security)?$/.exec(source.codename) ?? [];
    return { ...source, release, part };
  });
  const releases = named.filter(({ part }) => part === "").map(({ release }) => release);
  const host = releases.includes(codename) ? codename : releases.find((release) => release !== "");
  return named
    .filter(({ release }) => release !== "" && release === host)
    .flatMap(({ uri, part, component }) =>
      [part, ...(part === "" && backports ? ["-backports"] : [])].map(
        (suite) => `deb [signed-by=${keyring}] ${uri} ${codename}${suite} ${component}`,
      ),
    );
}

const directory = join(cache, "apt");

/** Writes a text file for a program that uses apt, and returns its path. */
export async function writeAptFile(name: string, lines: readonly string[]): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, lines.map((line) => `${line}\n`).join(""), { mode: 0o600 });
  return file;
}

/** Runs a program of apt with the host's sources, but with lists, caches and hooks of its own. */
async function apt(program: string, args: readonly string[], folder = directory): Promise<string> {
  await mkdir(join(directory, "lists/partial"), { recursive: true });
  await mkdir(join(directory, "archives/partial"), { recursive: true });
  const configuration = join(directory, "apt.conf");
  await writeFile(configuration, ownConfiguration);
  const { stdout } = await execa(program, ["-c", configuration, ...args], { cwd: folder });
  return stdout;
}

// The sandbox user `_apt` may not be able to enter the cache folder.
const ownConfiguration = `Dir::State::lists "${directory}/lists";
Dir::Cache "${directory}";
APT::Sandbox::User "root";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
`;

/** Reads the host's apt configuration. */
export async function readAptSettings(): Promise<AptSettings> {
  await apt("apt-get", ["update"]);
  const format = ["--format", "$(REPO_URI) $(CODENAME) $(COMPONENT)"];
  const filters = ["Created-By: Packages", "Origin: Debian"];
  const targets = await apt("apt-get", ["indextargets", ...format, ...filters]);
  const dump = await apt("apt-config", ["dump"]);
  return {
    sources: parseSources(targets, (file) => readFileSync(file, "utf8")),
    configuration: parseConfiguration(dump),
  };
}

/** The versions of a package and where the host's apt would get them from, as `apt-cache madison` prints them. */
export async function packageVersions(name: string): Promise<string> {
  await apt("apt-get", ["update"]);
  return apt("apt-cache", ["madison", name]);
}

/** Unpacks a package below the cache folder without installing it, and returns the folder. */
export async function unpackPackage(name: string): Promise<string> {
  const downloads = join(directory, "downloads", name);
  const target = join(directory, "unpacked", name);
  await mkdir(downloads, { recursive: true });
  await mkdir(target, { recursive: true });
  await apt("apt-get", ["download", name], downloads);
  const found = await execa("sh", ["-c", 'ls -t "$1"/*.deb | head -n 1', "sh", downloads]);
  await execa("dpkg-deb", ["-x", found.stdout, target]);
  return target;
}
