import assert from "node:assert/strict";

import { readSettings } from "../../config/settings";
import { loadConfig } from "../../config";
import { setConfig, stackTexts, stackValue } from "../support/stackConfig";

const keystone = stackValue("keystone", { password: "hunter2", adminPassword: "hunter3" });

const read = (changes: Record<string, unknown>, ...secretPlaces: string[]) =>
  readSettings({
    values: stackTexts(changes),
    secretKeys: ["glance:keystone"],
    secretPlaces,
  });

describe("what of a stack file is encrypted", () => {
  const plain =
    "glance:keystone.password is in plain text: set it with pulumi config set --secret --path " +
    "'glance:keystone.password', and change it, as it was readable.";

  it("may be all secrets of a key, or the key", () => {
    const { password } = read(
      { keystone },
      "glance:keystone.adminPassword",
      "glance:keystone.password",
    ).keystone;
    assert.equal(password, "hunter2");
    assert.equal(read({ keystone }, "glance:keystone").keystone.password, "hunter2");
    assert.equal(read({ keystone }).keystone.password, "hunter2");
  });

  it("must not be one secret of two", () => {
    assert.throws(() => read({ keystone }, "glance:keystone.adminPassword"), { message: plain });
  });

  it("is asked of the renderer, which knows places", () => {
    setConfig({ keystone }, ["keystone", "keystone.adminPassword"]);
    assert.throws(() => loadConfig(), { message: plain });
    setConfig({ keystone }, ["keystone"]);
    assert.doesNotThrow(() => loadConfig());
  });

  it("is shown in no message, whatever it is", () => {
    const wrong = stackValue("keystone", { region: "hunter 2" });
    assert.throws(() => read({ keystone: wrong }, "glance:keystone.region"), {
      message: /^glance:keystone\.region is not valid: write the name of a region/,
    });
    assert.throws(
      () =>
        readSettings({ values: stackTexts({ layout: "hunter2" }), secretKeys: ["glance:layout"] }),
      { message: "glance:layout is not valid: write split or single." },
    );
  });
});
