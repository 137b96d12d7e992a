import assert from "node:assert/strict";
import { createHash } from "node:crypto";

import { archiveMetadata } from "../../lab/images/dockerArchive";

describe("the metadata of an image", () => {
  const layer = "ab".repeat(32);
  const metadata = archiveMetadata("lab.local/pause:3.10", layer, {
    entrypoint: ["/pause"],
    environment: { LANG: "C.UTF-8" },
    user: "65535:65535",
  });

  it("names the image, its configuration and its layer", () => {
    assert.deepEqual(JSON.parse(metadata.manifest), [
      {
        Config: metadata.configFile,
        RepoTags: ["lab.local/pause:3.10"],
        Layers: [`${layer}/layer.tar`],
      },
    ]);
  });

  it("calls the configuration by its own checksum", () => {
    const sum = createHash("sha256").update(metadata.config).digest("hex");
    assert.equal(metadata.configFile, `${sum}.json`);
  });

  it("tells how a container starts and what its layer must be", () => {
    const { config, rootfs } = JSON.parse(metadata.config);
    assert.deepEqual(config, {
      Entrypoint: ["/pause"],
      Env: ["LANG=C.UTF-8"],
      User: "65535:65535",
    });
    assert.deepEqual(rootfs, { type: "layers", diff_ids: [`sha256:${layer}`] });
  });

  it("is the same for the same layer and another for another", () => {
    const other = (digest: string) => archiveMetadata("lab.local/pause:3.10", digest, {}).config;
    assert.equal(other(layer), other(layer));
    assert.notEqual(other(layer), other("cd".repeat(32)));
  });

  it("leaves out an entry point and a user that nobody wants", () => {
    const { config } = JSON.parse(archiveMetadata("lab.local/x:1", layer, {}).config);
    assert.deepEqual(config, { Env: [] });
  });
});
