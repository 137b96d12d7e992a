import assert from "node:assert/strict";

import { parse } from "yaml";

import { kubeletCgroup } from "../../lab/cluster/cgroups";
import { nodeConfig } from "../../lab/cluster/nodeConfig";
import { pauseImage } from "../../lab/images/pause";

describe("lab node configuration", () => {
  const files = nodeConfig(2);
  const file = (name: string): string => files[name] ?? assert.fail(`no file ${name}`);

  it("gives the kubelet a subtree of cgroups and an address of its own", () => {
    const kubelet = parse(file("kubelet.yaml"));
    assert.equal(kubelet.cgroupRoot, kubeletCgroup("n2"));
    assert.match(file("kubelet-arguments"), /--hostname-override=n2 --node-ip=10\.88\.0\.12$/);
  });

  it("never removes an image, because none can be pulled again", () => {
    const kubelet = parse(file("kubelet.yaml"));
    assert.equal(kubelet.imageGCHighThresholdPercent, 100);
    assert.equal(kubelet.evictionHard["imagefs.available"], "0%");
  });

  it("hands out pod addresses of the node's range without masquerading", () => {
    const [bridge] = JSON.parse(file("cni/10-bridge.conflist")).plugins;
    assert.equal(bridge.ipam.ranges[0][0].subnet, "10.244.2.0/24");
    assert.equal(bridge.ipMasq, false);
  });

  it("leaves the connection tracking of the host alone", () => {
    const { conntrack } = parse(file("kube-proxy.yaml"));
    assert.deepEqual(conntrack, {
      maxPerCore: 0,
      min: 0,
      tcpEstablishedTimeout: "0s",
      tcpCloseWaitTimeout: "0s",
    });
  });

  it("gives pods no search domain of the host", () => {
    assert.equal(file("resolv.conf"), "");
  });

  it("names the pause image that the lab builds", () => {
    assert.ok(file("containerd.toml").includes(`sandbox_image = "${pauseImage}"`));
  });
});
