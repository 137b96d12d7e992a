import assert from "node:assert/strict";

import { expandableClass } from "../../lab/cluster/storage";
import { waitUntil } from "../../lab/wait";
import { apiPort } from "../../model/image";
import { removeValues } from "../../ops/stackFile";
import { kube, other, podsReady, stager } from "./faults/support";
import {
  allActive,
  deleteImages,
  importsIn,
  type StagedImage,
  stageImage,
  startImport,
} from "./images";
import { inNode, mountDisk, withoutPods } from "./nodes";
import { inPod, makeStackFile, npm, objects, pythonInPod, stack } from "./stack";

const here = ["--stack", stack];
const config = (...settings: string[]) => settings.flatMap((setting) => ["--config", setting]);

/** The pods that a test looks at, each with what changes when it or one of its containers is started anew. */
async function lives(isMeant: (pod: string) => boolean = () => true): Promise<unknown[]> {
  return [...(await objects("pods"))]
    .filter(([name]) => /-api-\d+$/.test(name) && isMeant(name))
    .map(([name, { metadata, status }]) => [
      name,
      metadata.uid,
      status.containerStatuses?.map(({ restartCount }) => restartCount),
    ]);
}

/** Imports images through a pod, compares their bytes in Ceph with the original ones, and deletes them. */
async function imported(pod: string, ...images: StagedImage[]): Promise<void> {
  for (const { image } of images) {
    assert.equal(await startImport(pod, image), 202);
  }
  assert.deepEqual(await importsIn(pod, images), allActive(images));
  await deleteImages(pod, ...images);
}

/** Shows that an image of 64 MiB, 30 of them in its file, does not fit on a pod; another pod deletes it. */
async function isTooLarge(pod: string, deleter: string): Promise<void> {
  const [refused] = await pythonInPod(pod, "stage_image", apiPort, 64);
  assert.equal(refused.status, 413);
  await deleteImages(deleter, refused);
}

/** Removes the stack, whose volumes go with it: other tests need the local ones. */
async function remove(): Promise<void> {
  await npm("down", ...here, "--keep-lab");
  await waitUntil(
    "Volumes were left",
    60,
    async () => (await objects("persistentvolumes")).size === 0,
  );
}

describe("larger staging volumes", () => {
  describe("that are local, on larger disks", () => {
    const pods = [stager, "glance-internal-api-2"];
    const disks = ["/mnt/openstack/pv01", "/mnt/openstack/pv02"];
    const forDisks = async (work: (disk: string) => Promise<void>) => {
      await Promise.all(disks.map(work));
    };

    before(async () => {
      makeStackFile();
      await npm("up", ...here, ...config("staging.retain=false"));
      await podsReady();
      await withoutPods(3, pods, () => forDisks((disk) => mountDisk(3, disk, 20)));
    });
    after(async () => {
      await remove();
      await forDisks((disk) => inNode(3, "umount", disk));
    });

    it("take the place of the old ones node by node, and nothing staged is lost", async () => {
      const others = (pod: string) => !pods.includes(pod);
      const before = await lives(others);
      await isTooLarge(stager, other);
      const [drained, kept] = [await stageImage(stager, 4), await stageImage(other, 8)];

      for (const pod of pods) {
        await npm("ops", "drain", pod, ...here, "--import");
      }
      assert.deepEqual(await importsIn(other, [drained]), allActive([drained]));
      await withoutPods(3, pods, async () => {
        const found = await objects("pods");
        assert.deepEqual(
          pods.map((pod) => found.get(pod)?.status.phase),
          ["Pending", "Pending"],
        );
        await forDisks(async (disk) => {
          await inNode(3, "umount", disk);
          await mountDisk(3, disk, 200);
        });
      });

      await imported(other, await stageImage(stager, 64));
      await imported(stager, kept);
      await deleteImages(other, drained);
      assert.deepEqual(await lives(others), before);
    });

    it("get another size in their text in place", async () => {
      const before = await lives();
      await npm("up", ...here, ...config("localStorage.size=20Gi"));
      const sizes = [...(await objects("persistentvolumes")).values()].map(
        ({ spec }) => spec.capacity?.storage,
      );
      assert.deepEqual(sizes, Array(6).fill("20Gi"));
      assert.deepEqual(await lives(), before);
    });
  });

  describe("of a class that can be expanded", () => {
    const pods = [0, 1, 2].map((ordinal) => `glance-single-api-${ordinal}`);
    const [first = "", second = ""] = pods;
    const room = async (pod: string) =>
      (await inPod(pod, "df", "--output=size", "--block-size=1M", "/var/lib/glance"))
        .split("\n")[1]
        ?.trim();

    before(async () => {
      makeStackFile();
      removeValues(stack, ["localStorage"]);
      const volumes = [`staging.storageClass=${expandableClass}`, "staging.size=24Mi"];
      await npm("up", ...here, ...config("layout=single", "staging.retain=false", ...volumes));
    });
    after(remove);

    it("grow under pods that go on, with all that is staged there", async () => {
      const before = await lives();
      await isTooLarge(first, second);
      const staged = await Promise.all(pods.map((pod) => stageImage(pod, 8)));

      for (const pod of pods) {
        const patch = { spec: { resources: { requests: { storage: "200Mi" } } } };
        await kube("patch", "pvc", `glance-${pod}`, "--patch", JSON.stringify(patch));
      }
      for (const pod of pods) {
        await waitUntil(`The claim of ${pod} did not grow`, 180, async () => {
          const claim = (await objects("persistentvolumeclaims")).get(`glance-${pod}`);
          return claim?.status.capacity?.storage === "200Mi";
        });
        assert.equal(await room(pod), "200");
      }

      await imported(second, await stageImage(first, 64));
      await imported(second, ...staged);
      assert.deepEqual(await lives(), before);
    });

    it("are as large for new claims, without a restart", async () => {
      const before = await lives();
      await npm("up", ...here, ...config("staging.resizing=true"));
      await npm("up", ...here, ...config("staging.size=200Mi"));
      await npm("up", ...here, ...config("staging.resizing=false"));
      assert.deepEqual(await lives(), before);

      await npm("up", ...here, ...config("replicas=4"));
      assert.equal(await room("glance-single-api-3"), "200");
    });
  });
});
