import { Listr, PRESET_TIMER } from "listr2";

import { type EvaluatedResource, waves } from "../../render";
import type { ApplySet } from "./applySet";
import type { Cluster } from "../../components/cluster";
import type { Stack } from "../stack";
import { orphanReplacedSets } from "./guards";
import { identity, manifestList, summary } from "./manifestList";
import { removeFailedJob, waitUntilReady } from "./readiness";
import { tellTroubles } from "./tellTroubles";

/** Always under the same name, by which server-side apply knows what an earlier deployment wrote. */
const applyCommand = [
  "apply",
  "--server-side",
  "--force-conflicts",
  "--field-manager=glance-render",
  "-f",
  "-",
];

/**
 * Applies resources wave by wave along their dependencies, waits for Jobs and roll-outs, and then
 * removes what an earlier deployment of the stack applied and this one no longer has.
 *
 * @param assertHeld Asked before each step; throws when another deployment may be at work.
 */
export async function apply(
  stack: Stack,
  applySet: ApplySet,
  resources: readonly EvaluatedResource[],
  assertHeld: () => Promise<void>,
): Promise<void> {
  await assertHeld();
  await orphanReplacedSets(stack);
  const groups = waves(resources);
  const tasks = groups.map((group, index) => ({
    title: `Wave ${index + 1} of ${groups.length}: ${summary(group)}`,
    task: async (_: unknown, task: { output: string }) => {
      await assertHeld();
      const tell = (text: string) => (task.output = text);
      await tellTroubles(stack, tell, () => applyWave(applySet, group));
    },
  }));
  const cleanUp = {
    title: "Remove what the stack no longer has",
    task: async () => {
      await assertHeld();
      await prune(applySet, resources);
    },
  };
  await new Listr([...tasks, cleanUp], {
    fallbackRenderer: "simple",
    rendererOptions: { timer: PRESET_TIMER },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  }).run();
}

/** Makes the namespaces of the stack, before anything can be kept in them. */
export async function makeNamespaces(
  cluster: Cluster,
  resources: readonly EvaluatedResource[],
): Promise<void> {
  const namespaces = resources.filter(({ manifest }) => manifest["kind"] === "Namespace");
  if (namespaces.length > 0) {
    await cluster.kubectl(applyCommand, { input: manifestList(namespaces) });
  }
}

async function applyWave(
  { cluster, labels }: ApplySet,
  group: readonly EvaluatedResource[],
): Promise<void> {
  await Promise.all(group.map((resource) => removeFailedJob(cluster, identity(resource))));
  // Members get the label here already: applied without it, they would lose it until the end.
  const parts = [
    manifestList(group.filter(isMember), labels),
    manifestList(group.filter((resource) => !isMember(resource))),
  ];
  for (const input of parts.filter((part) => part !== manifestList([]))) {
    await cluster.kubectl(applyCommand, { input });
  }
  await Promise.all(group.map((resource) => waitUntilReady(cluster, identity(resource))));
}

async function prune(
  { cluster, name }: ApplySet,
  resources: readonly EvaluatedResource[],
): Promise<void> {
  const options = ["--prune", `--applyset=${name}`];
  await cluster.kubectl([...applyCommand, ...options], {
    input: manifestList(resources.filter(isMember)),
    env: { KUBECTL_APPLYSET: "true" },
  });
}

/** What outlives the stack is no member of its ApplySet: it is never removed. */
function isMember(resource: EvaluatedResource): boolean {
  return !resource.retainOnDelete;
}
