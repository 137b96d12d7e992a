import assert from "node:assert/strict";

import { Cluster } from "../../../components/cluster";
import { config } from "../../../ops/config";
import { removeStandIn, standIn } from "../../support/kubectl";
import { testStack } from "../../support/stack";

describe("the configuration that runs", () => {
  const { log, error } = console;
  afterEach(() => {
    Object.assign(console, { log, error });
    removeStandIn();
  });

  it("is shown with the cluster where it was read", async () => {
    const data = { "00-config.conf": Buffer.from("[DEFAULT]\n").toString("base64") };
    const items = [{ metadata: { name: "glance-single-config-data" }, data }];
    standIn(`printf %s '${JSON.stringify({ items })}'`);
    const [printed, told]: string[][] = [[], []];
    console.log = (text: string) => printed?.push(text);
    console.error = (text: string) => told?.push(text);
    const cluster = new Cluster("openstack", { context: "prod" });
    await config({ ...testStack(), cluster }, "single", { showSecrets: false, json: false });
    assert.deepEqual(printed, ["== glance-single-config-data 00-config.conf\n[DEFAULT]\n"]);
    assert.deepEqual(told, [
      "As it stands in the cluster, read with kubectl --context prod --namespace openstack.",
    ]);
  });
});
