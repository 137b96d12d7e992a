import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { goEnvironment } from "../../lab/build";
import { openStack } from "../../ops/stack";
import { downloadModule } from "./goModules";
import { stack } from "./stack";

/** The definitions of the Gateway API. */
export const gatewayApi = {
  module: "sigs.k8s.io/gateway-api@v1.6.3",
  path: "config/crd/standard",
  names: /^gateway\.networking\.k8s\.io_.*s\.yaml$/,
};

/** The definition of Certificates. */
export const certificates = {
  module: "github.com/cert-manager/cert-manager@v1.21.2",
  path: "deploy/crds",
  names: /^cert-manager\.io_certificates\.yaml$/,
};

/** The definition of Routes. */
export const routes = {
  module: "github.com/openshift/api@v0.0.0-20251015095338-264e80a2b6e7",
  path: "route/v1/zz_generated.crd-manifests",
  names: /^routes\.crd\.yaml$/,
};

/** Gives the lab the definitions of resources that a module of Go has in files of these names. */
export async function applyDefinitions({ module, path, names }: typeof gatewayApi): Promise<void> {
  const { cluster } = openStack(stack);
  const directory = mkdtempSync(join(tmpdir(), "glance-e2e-definitions-"));
  const env = { ...goEnvironment, GOMODCACHE: directory, GOFLAGS: "-modcacherw" };
  try {
    const folder = join(await downloadModule(module, env), path);
    for (const file of readdirSync(folder).filter((name) => names.test(name))) {
      await cluster.kubectl(["apply", "--server-side", "-f", join(folder, file)]);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  const established = ["--for=condition=Established", "--timeout=60s"];
  await cluster.kubectl(["wait", ...established, "crd", "--all"]);
}
