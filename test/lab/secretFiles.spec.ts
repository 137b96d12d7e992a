import assert from "node:assert/strict";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { certificates } from "../../lab/cluster/certificates";
import type * as environmentModule from "../../lab/environment";
import type * as kubeconfigsModule from "../../lab/cluster/kubeconfigs";
import type * as credentialsModule from "../../lab/services/credentials";
import { TemporaryLab } from "./temporaryLab";

describe("the secrets of a lab", () => {
  let lab: TemporaryLab;
  const mode = (...path: string[]) => statSync(join(lab.cache, ...path)).mode & 0o777;

  beforeEach(() => {
    lab = new TemporaryLab();
  });
  afterEach(() => lab.remove());

  it("are credentials that only the administrator reads, made once", () => {
    const module = "services/credentials.ts";
    const credentials = lab.load<typeof credentialsModule>(module);
    credentials.makeCredentials();
    const first = credentials.readCredentials();
    credentials.makeCredentials();
    assert.deepEqual(credentials.readCredentials(), first);
    assert.equal(mode("state"), 0o700);
    assert.equal(mode("state/credentials.json"), 0o600);
  });

  it("are kubeconfigs that only the administrator reads", () => {
    const module = "cluster/kubeconfigs.ts";
    const { writeKubeconfigs } = lab.load<typeof kubeconfigsModule>(module);
    const pki = join(lab.state, "pki");
    mkdirSync(pki, { recursive: true });
    for (const file of ["ca", ...certificates([1, 2, 3]).map((certificate) => certificate.file)]) {
      writeFileSync(join(pki, `${file}.crt`), "certificate");
      writeFileSync(join(pki, `${file}.key`), "key");
    }
    writeKubeconfigs();
    const daemons = readdirSync(join(lab.state, "kubeconfigs"));
    assert.equal(daemons.length, 8);
    for (const file of ["kubeconfig", ...daemons.map((daemon) => `kubeconfigs/${daemon}`)]) {
      assert.equal(mode("state", file), 0o600, file);
    }
  });

  it("are kept by a passphrase that only the administrator reads", () => {
    const { labEnvironment } = lab.load<typeof environmentModule>("environment.ts");
    const before = process.env["PULUMI_CONFIG_PASSPHRASE"];
    delete process.env["PULUMI_CONFIG_PASSPHRASE"];
    try {
      labEnvironment();
    } finally {
      if (before !== undefined) {
        process.env["PULUMI_CONFIG_PASSPHRASE"] = before;
      }
    }
    assert.equal(mode("passphrase"), 0o600);
  });
});
