import assert from "node:assert/strict";

import { parse } from "yaml";

import { kubeconfigText } from "../../lab/cluster/kubeconfigs";

describe("lab kubeconfigs", () => {
  const text = kubeconfigText("https://127.0.0.1:16443", {
    authority: "authority",
    certificate: "certificate",
    key: "key",
  });
  const config = parse(text);

  it("hold the certificates themselves, so that one file is enough", () => {
    const decode = (data: string) => Buffer.from(data, "base64").toString();
    assert.equal(decode(config.clusters[0].cluster["certificate-authority-data"]), "authority");
    assert.equal(decode(config.users[0].user["client-certificate-data"]), "certificate");
    assert.equal(decode(config.users[0].user["client-key-data"]), "key");
  });

  it("have a current context that names the cluster and the user in the file", () => {
    const [context] = config.contexts;
    assert.equal(context.name, config["current-context"]);
    assert.equal(context.context.cluster, config.clusters[0].name);
    assert.equal(context.context.user, config.users[0].name);
    assert.equal(config.clusters[0].cluster.server, "https://127.0.0.1:16443");
  });
});
