import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { executables, kubeboxNames, kubernetesVersion, versionStamp } from "../../lab/build";
import { controlPlaneCommands } from "../../lab/cluster/controlPlane";
import { built } from "../../lab/paths";

const goFile = (...path: string[]) =>
  readFileSync(join(__dirname, "../../lab/go", ...path), "utf8");

describe("lab executables", () => {
  it("are stamped with the version of Kubernetes that they are built from", () => {
    assert.ok(goFile("go.mod").includes(`k8s.io/kubernetes v${kubernetesVersion}\n`));
    const stamp = versionStamp("1.36.3");
    assert.ok(stamp.includes("-X k8s.io/component-base/version.gitVersion=v1.36.3"));
    assert.ok(stamp.includes("-X k8s.io/component-base/version.gitMinor=36"));
  });

  it("include every program that the control plane starts", () => {
    const names = executables.flatMap((executable) => [
      basename(executable.package),
      ...executable.links,
    ]);
    for (const command of Object.values(controlPlaneCommands())) {
      const program = command.find((word) => word.startsWith(built.bin)) ?? "";
      assert.ok(names.includes(program.slice(built.bin.length + 1)), program);
    }
  });

  it("include every program that a node starts and that is no package of its root file system", () => {
    const names = executables.flatMap((executable) => [
      basename(executable.package),
      ...executable.links,
    ]);
    const boot = readFileSync(join(__dirname, "../../lab/cluster/node-boot.sh"), "utf8");
    const programs = [...boot.matchAll(/^keep \S+ (\S+)/gm)].map(([, program]) => program ?? "");
    assert.deepEqual(
      programs.filter((program) => !names.includes(program)),
      ["containerd"],
    );
    assert.ok(programs.includes("csi-driver"));
  });

  it("are packages of their modules, or tools that these name", () => {
    for (const { package: path } of executables) {
      assert.ok(path.startsWith(".") || goFile("go.mod").includes(`\t${path}\n`), path);
    }
  });

  it("know every name under which they are called", () => {
    const main = goFile("kubebox/main.go");
    for (const link of kubeboxNames) {
      assert.ok(main.includes(`"${link}"`), link);
    }
  });
});
