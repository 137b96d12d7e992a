import assert from "node:assert/strict";
import { join } from "node:path";

import { evaluate, waves } from "../../render";
import { identity } from "../../ops/deploy/manifestList";
import { stackFile } from "../support/stackConfig";

describe("the migration of the database", function () {
  this.timeout(60_000);

  it("expands before any pod is replaced, and contracts after the last", async () => {
    const { resources } = await evaluate({
      ...{ directory: join(__dirname, "../.."), stack: "test", configFile: stackFile },
      report: () => undefined,
    });
    const order = waves(resources).map((wave) =>
      wave.map(identity).map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    );
    const waveOf = (name: string) =>
      order.findIndex((wave) => wave.some((object) => object.startsWith(name)));
    const sets = ["external", "internal"].map((api) => waveOf(`StatefulSet glance-${api}-api`));
    assert.ok(waveOf("Job glance-db-sync-") >= 0);
    assert.ok(waveOf("Job glance-db-sync-") < Math.min(...sets));
    assert.ok(waveOf("Job glance-db-contract-") > Math.max(...sets));
  });
});
