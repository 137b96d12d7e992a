import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type * as environmentModule from "../../lab/environment";
import type * as kubeadmModule from "../../lab/cluster/kubeadm";
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

  it("are kubeconfigs that only the administrator reads, one for each user", async () => {
    const { apiUsers, makeCertificates } = lab.load<typeof kubeadmModule>("cluster/kubeadm.ts");
    mkdirSync(join(lab.cache, "bin"));
    const program = '#!/bin/sh\necho "$*"; echo server: https://10.88.0.1:6443\n';
    writeFileSync(join(lab.cache, "bin/kubeadm"), program, { mode: 0o700 });
    await makeCertificates();
    const daemons = readdirSync(join(lab.state, "kubeconfigs"));
    assert.deepEqual(["admin", ...daemons].sort(), Object.keys(apiUsers).sort());
    for (const file of ["kubeconfig", ...daemons.map((daemon) => `kubeconfigs/${daemon}`)]) {
      assert.equal(mode("state", file), 0o600, file);
    }
    const text = (file: string) => readFileSync(join(lab.state, file), "utf8");
    assert.match(text("kubeconfig"), /--client-name=admin --org=system:masters/);
    assert.match(text("kubeconfig"), /server: https:\/\/127\.0\.0\.1:16443/);
    assert.match(text("kubeconfigs/n2"), /--client-name=system:node:n2 --org=system:nodes/);
    assert.match(text("kubeconfigs/n2"), /server: https:\/\/10\.88\.0\.1:6443/);
    assert.doesNotMatch(text("kubeconfigs/scheduler"), /--org/);
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
