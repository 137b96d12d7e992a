import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "execa";

import { cache } from "../paths";

/** One line of a sources.list: where packages come from. */
export interface PackageSource {
  uri: string;
  suite: string;
  component: string;
}

/** The host's way to Debian's packages, taken over by every root file system. */
export interface AptSettings {
  sources: PackageSource[];
  /** Lines for apt.conf: proxies, certificates and date checks. */
  configuration: string;
  /** Files of the host that the configuration names; they must exist in the rootfs, too. */
  files: string[];
  /** The proxies as the environment variables that debootstrap understands. */
  proxies: Record<string, string>;
}

/**
 * Parses `apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)'`. A list of mirrors, which `readList`
 * reads, becomes its first one; sources that are reached neither by http nor by https are left out.
 */
export function parseSources(output: string, readList: (file: string) => string): PackageSource[] {
  return output
    .split("\n")
    .map((line) => line.trim().split(" "))
    .flatMap(([address, suite, component]) => {
      const uri = address && downloadUri(address, readList);
      return uri && suite && component ? [{ uri, suite, component }] : [];
    });
}

function downloadUri(address: string, readList: (file: string) => string): string | undefined {
  const [, list] = /^mirror\+file:(?:\/\/)?(\/.*?)\/?$/.exec(address) ?? [];
  const [uri] = /^https?:\/\/\S+/m.exec(list === undefined ? address : readList(list)) ?? [];
  return uri;
}

/** Picks what decides about downloads from `apt-config dump`. */
export function parseConfiguration(dump: string): Omit<AptSettings, "sources"> {
  const lines = dump
    .split("\n")
    .filter(
      (line) => /^Acquire::(https?(::|\s)|Check-|Retries)/i.test(line) && !line.endsWith(' "";'),
    )
    // It names a program of the host, which no root file system has.
    .filter((line) => !/::Proxy-?Auto-?Detect\s/i.test(line));
  const files = lines.flatMap((line) => {
    const [, file] = /::(?:CaInfo|SslCert|SslKey)\s+"(\/[^"]+)";$/i.exec(line) ?? [];
    return file === undefined ? [] : [file];
  });
  const proxies = lines.flatMap((line) => {
    const [, scheme, proxy] = /^Acquire::(https?)::Proxy\s+"(\w+:[^"]+)";$/i.exec(line) ?? [];
    return scheme && proxy ? [[`${scheme.toLowerCase()}_proxy`, proxy]] : [];
  });
  return {
    configuration: lines.map((line) => `${line}\n`).join(""),
    files,
    proxies: Object.fromEntries(proxies) as Record<string, string>,
  };
}

/** Text of /etc/apt/sources.list. */
export function sourcesList(sources: readonly PackageSource[]): string {
  return sources.map(({ uri, suite, component }) => `deb ${uri} ${suite} ${component}\n`).join("");
}

/** Mirror of the release `suite`; throws if apt does not know one. */
export function mirrorOf(sources: readonly PackageSource[], suite: string): string {
  const source = sources.find((candidate) => candidate.suite === suite);
  if (source === undefined) {
    throw new Error(
      `The lab is made of Debian ${suite}, but apt on this machine has no http or https source for it: ` +
        `add one below /etc/apt/sources.list.d.`,
    );
  }
  return source.uri;
}

const directory = join(cache, "apt");

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
  const format = ["--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)"];
  const filters = ["Created-By: Packages", "Origin: Debian"];
  const targets = await apt("apt-get", ["indextargets", ...format, ...filters]);
  const dump = await apt("apt-config", ["dump"]);
  return {
    sources: parseSources(targets, (file) => readFileSync(file, "utf8")),
    ...parseConfiguration(dump),
  };
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
