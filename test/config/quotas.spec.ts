import assert from "node:assert/strict";

import { refusal } from "../support/refusal";
import { stackValue } from "../support/stackConfig";

const keystone = stackValue("keystone", { adminPassword: "geheim" });
const quotas = { imageCountTotal: 1 };
const refused = (changes: Record<string, unknown>) =>
  refusal({ keystone, ...changes }, ["keystone"]);

describe("the quotas of projects", () => {
  for (const [name, wrong, what] of [
    ["imageSizeTotal", -1, "a whole number of MiB"],
    ["imageCountTotal", 2147483648, "a whole number"],
    ["imageCountUploading", 1.5, "a whole number"],
  ] as const) {
    it(`are refused with ${wrong} for ${name}`, () => {
      assert.equal(
        refused({ quotas: { [name]: wrong } }),
        `glance:quotas.${name} is ${wrong}: write ${what} from 0 to 2147483647.`,
      );
    });
  }

  it("are refused with a field that is none", () => {
    assert.equal(
      refused({ quotas: { imageCount: 1 } }),
      "glance:quotas.imageCount is not a configuration key: write one of imageSizeTotal, imageStageTotal, " +
        "imageCountTotal, imageCountUploading.",
    );
  });

  it("are refused where nobody registers them", () => {
    assert.equal(
      refusal({ quotas }),
      "glance:quotas is set without glance:keystone.adminPassword, by which limits are registered: set it with pulumi config set " +
        "--secret --path 'glance:keystone.adminPassword', or leave glance:quotas out.",
    );
  });

  it("are refused beside lines that set the same", () => {
    const line = (section: string, option: string) => `[${section}]\n${option}\n`;
    const customServiceConfig = line("DEFAULT", "use_keystone_limits = true");
    assert.equal(
      refused({ quotas, customServiceConfig }),
      "glance:customServiceConfig sets [DEFAULT] use_keystone_limits in line 2: remove it, glance:quotas sets it.",
    );
    const internal = { customServiceConfig: line("oslo_limit", "endpoint_id = 0123") };
    assert.equal(
      refused({ quotas, internal }),
      "glance:internal.customServiceConfig sets [oslo_limit] endpoint_id in line 2: remove it, glance:quotas sets it.",
    );
  });
});
