import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  type GlanceVariant,
  imageReference,
  ownVariant,
  wantedVariants,
} from "../../../lab/images/variants";
import { kube } from "../faults/support";
import { apiPods, makeStackFile, npm, pythonInPod, stack } from "../stack";
import { withResult } from "./resultTable";

const here = ["--stack", stack];
const file = join(__dirname, "../../../docs/image.md");

/** Options of `npm run up` with which a stack runs an image. */
export function imageOptions(variant: GlanceVariant): string[] {
  const hasApache = !variant.without?.includes("apache2-bin");
  const options = [`image=${imageReference(variant)}`];
  // The key cannot be taken out again on the command line.
  options.push(`httpdImage=${imageReference(hasApache ? variant : ownVariant)}`);
  return options.flatMap((option) => ["--config", option]);
}

for (const variant of wantedVariants()) {
  for (const layout of ["split", "single"] as const) {
    describe(`${imageReference(variant)} in the layout ${layout}`, () => {
      const note = (result: string) =>
        writeFileSync(file, withResult(readFileSync(file, "utf8"), variant, layout, result));

      before(() => {
        makeStackFile();
        note("no");
      });
      after(() => npm("down", ...here, "--keep-lab"));

      it("imports an image from one pod through another, and logs no error at its start", async () => {
        const options = [`layout=${layout}`, "staging.retain=false"];
        const config = options.flatMap((option) => ["--config", option]);
        await npm("up", ...here, ...imageOptions(variant), ...config);
        const logs = await Promise.all(
          (await apiPods()).map((pod) => kube("logs", pod, "-c", "glance-log")),
        );
        for (const log of logs) {
          assert.doesNotMatch(log, / (ERROR|CRITICAL) /);
        }
        assert.match(await npm("verify:import", ...here), /The import works\./);
      });

      it("downloads nothing from the pod itself, whatever its name", async () => {
        const [pod = ""] = await apiPods();
        const [answer] = await pythonInPod(pod, "download_image", "http://2130706433:80/image");
        assert.notEqual(answer.status, "active");
        assert.match(`${answer.answer} ${answer.log}`, /400|is refused: it leads to the address/);
        note("yes");
      });
    });
  }
}
