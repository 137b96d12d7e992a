import assert from "node:assert/strict";

import { parseAllDocuments } from "yaml";

import { apiUsers, kubeadmConfig, kubeletClientBinding } from "../../lab/cluster/kubeadm";
import { kubernetesVersion } from "../../lab/build";
import { nodeNames } from "../../lab/topology";

describe("what kubeadm makes for the lab", () => {
  const [cluster, init] = parseAllDocuments(kubeadmConfig).map((document) => document.toJS());

  it("is a certificate for every address under which the API server is called", () => {
    // To these, kubeadm adds the first address of the services and the names of the Service.
    assert.equal(cluster.networking.serviceSubnet, "10.96.0.0/16");
    assert.equal(init.localAPIEndpoint.advertiseAddress, "10.88.0.1");
    assert.deepEqual(cluster.apiServer.certSANs, ["localhost", "127.0.0.1"]);
  });

  it("needs no look at this machine or at a release of Kubernetes elsewhere", () => {
    assert.equal(cluster.kubernetesVersion, `v${kubernetesVersion}`);
    assert.equal(init.nodeRegistration.name, "kc");
    assert.match(init.nodeRegistration.criSocket, /^unix:/);
  });

  it("lets a kubelet act for its own node only", () => {
    assert.deepEqual(apiUsers["n2"], { name: "system:node:n2", group: "system:nodes" });
    const nodes = Object.keys(apiUsers).filter((user) => apiUsers[user]?.group === "system:nodes");
    assert.deepEqual(nodes, [...nodeNames]);
  });

  it("makes an administrator of nobody but those who need it", () => {
    const administrators = Object.keys(apiUsers).filter(
      (user) => apiUsers[user]?.group === "system:masters",
    );
    assert.deepEqual(administrators, ["admin", "coredns", "csi"]);
  });

  it("lets the API server call kubelets, and do nothing else with that certificate", () => {
    const { roleRef, subjects } = kubeletClientBinding;
    assert.equal(roleRef.name, "system:kubelet-api-admin");
    assert.deepEqual(
      subjects.map(({ kind, name }) => [kind, name]),
      [["User", "kube-apiserver-kubelet-client"]],
    );
  });
});
