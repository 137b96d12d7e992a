import assert from "node:assert/strict";

import { networkPlan } from "../../lab/cluster/network";

describe("lab network plan", () => {
  const plan = networkPlan([1, 2, 3]);

  it("has one namespace for the control plane and one per node", () => {
    assert.deepEqual(Object.keys(plan), ["kc", "n1", "n2", "n3"]);
  });

  it("links every node to the bridge of the control plane", () => {
    const links = plan["kc"]?.filter((command) => command.startsWith("link add v"));
    assert.deepEqual(links, [
      "link add v1 type veth peer name eth0 netns glance-lab-n1",
      "link add v2 type veth peer name eth0 netns glance-lab-n2",
      "link add v3 type veth peer name eth0 netns glance-lab-n3",
    ]);
  });

  it("routes pods of all nodes from the control plane, and those of the others from a node", () => {
    const podRoutes = (name: string) =>
      plan[name]?.filter((command) => command.startsWith("route replace 10.244."));
    assert.equal(podRoutes("kc")?.length, 3);
    assert.deepEqual(podRoutes("n2"), [
      "route replace 10.244.1.0/24 via 10.88.0.11",
      "route replace 10.244.3.0/24 via 10.88.0.13",
    ]);
  });

  it("reaches Services from the control plane through the first node", () => {
    assert.equal(plan["kc"]?.at(-1), "route replace 10.96.0.0/16 via 10.88.0.11");
  });

  it("is nothing but links, addresses and routes inside the lab's own namespaces", () => {
    assert.deepEqual(networkPlan([1, 2]), {
      kc: [
        "link set lo up",
        "link add br0 type bridge",
        "address add 10.88.0.1/24 dev br0",
        "link set br0 up",
        "link add v1 type veth peer name eth0 netns glance-lab-n1",
        "link set v1 master br0 up",
        "route replace 10.244.1.0/24 via 10.88.0.11",
        "link add v2 type veth peer name eth0 netns glance-lab-n2",
        "link set v2 master br0 up",
        "route replace 10.244.2.0/24 via 10.88.0.12",
        "route replace 10.96.0.0/16 via 10.88.0.11",
      ],
      n1: [
        "link set lo up",
        "link set eth0 up",
        "address add 10.88.0.11/24 dev eth0",
        "route add default via 10.88.0.1",
        "route replace 10.244.2.0/24 via 10.88.0.12",
      ],
      n2: [
        "link set lo up",
        "link set eth0 up",
        "address add 10.88.0.12/24 dev eth0",
        "route add default via 10.88.0.1",
        "route replace 10.244.1.0/24 via 10.88.0.11",
      ],
    });
  });
});
