import assert from "node:assert/strict";

import { controlPlaneCommands, corefileText } from "../../lab/cluster/controlPlane";
import { built, kubeconfig, state } from "../../lab/paths";

describe("lab control plane", () => {
  const commands = controlPlaneCommands();

  it("runs in the lab's network, but for the one relay that listens on the host", () => {
    const onHost = Object.entries(commands).filter(([, command]) => command[0] !== "nsenter");
    assert.deepEqual(
      onHost.map(([name]) => name),
      ["relay-outside"],
    );
  });

  it("keeps etcd on the loopback address of its namespace", () => {
    const urls = commands["etcd"]?.filter((flag) => flag.includes("-urls="));
    assert.equal(urls?.length, 3);
    assert.ok(urls.every((flag) => flag.includes("=http://127.0.0.1:")));
  });

  it("asks every caller of the API server for a certificate or token and for permission", () => {
    assert.ok(commands["kube-apiserver"]?.includes("--authorization-mode=Node,RBAC"));
    assert.ok(commands["kube-apiserver"]?.includes(`--client-ca-file=${state}/pki/ca.crt`));
  });

  it("gives every daemon that has a kubeconfig its own", () => {
    const flags = Object.values(commands)
      .flat()
      .filter((word) => word.startsWith("--kubeconfig="));
    assert.deepEqual(flags, [
      `--kubeconfig=${state}/kubeconfigs/controller-manager`,
      `--kubeconfig=${state}/kubeconfigs/scheduler`,
    ]);
    assert.ok(!Object.values(commands).flat().includes(kubeconfig));
  });

  it("reaches the API server from the host through a socket in the state folder", () => {
    const kubebox = `${built.bin}/kubebox`;
    assert.deepEqual(commands["relay-outside"], [
      kubebox,
      "relay",
      "tcp:127.0.0.1:16443",
      `unix:${state}/api.sock`,
    ]);
    assert.deepEqual(commands["relay-inside"], [
      "nsenter",
      "--net=/run/netns/glance-lab-kc",
      kubebox,
      "relay",
      `unix:${state}/api.sock`,
      "tcp:10.88.0.1:6443",
    ]);
  });

  it("finds a dead node within 20 seconds", () => {
    assert.ok(commands["kube-controller-manager"]?.includes("--node-monitor-grace-period=20s"));
  });

  it("answers names of the cluster and asks nobody else", () => {
    assert.match(corefileText(), /kubernetes cluster\.local in-addr\.arpa ip6\.arpa \{/);
    assert.match(corefileText(), /bind 10\.88\.0\.1/);
    assert.doesNotMatch(corefileText(), /forward/);
  });
});
