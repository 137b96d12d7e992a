import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A certificate authority of a test, in files `<name>.crt` and `<name>.key`. */
export interface Authority {
  directory: string;
  name: string;
}

/** A certificate with its key, as PEM. */
export interface KeyPair {
  certificate: string;
  key: string;
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"];

function openssl(directory: string, ...args: string[]): void {
  execFileSync("openssl", args, { cwd: directory, stdio: "pipe" });
}

/** Makes a certificate authority. */
export function makeAuthority(directory: string, name = "ca"): Authority {
  openssl(
    directory,
    ...["req", "-x509", ...newKey, "-days", "30", "-subj", `/CN=${name} of a test`],
    ...["-addext", "keyUsage=critical,keyCertSign,cRLSign"],
    ...["-keyout", `${name}.key`, "-out", `${name}.crt`],
  );
  return { directory, name };
}

/** The certificate of an authority, as PEM. */
export function authorityPem({ directory, name }: Authority): string {
  return readFileSync(join(directory, `${name}.crt`), "utf8");
}

/** Makes a certificate of a server for hosts; an address has to be written as `IP:192.0.2.1`. */
export function makeCertificate(authority: Authority, hosts: readonly string[]): KeyPair {
  const { directory, name } = authority;
  const names = hosts.map((host) => (host.startsWith("IP:") ? host : `DNS:${host}`)).join(",");
  openssl(
    directory,
    ...["req", "-x509", "-CA", `${name}.crt`, "-CAkey", `${name}.key`, ...newKey],
    ...["-days", "30", "-subj", "/CN=server of a test", "-addext", `subjectAltName=${names}`],
    ...["-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth"],
    ...["-keyout", "server.key", "-out", "server.crt"],
  );
  const read = (file: string) => readFileSync(join(directory, file), "utf8");
  return { certificate: read("server.crt"), key: read("server.key") };
}
