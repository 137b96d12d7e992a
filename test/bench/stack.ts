import { changed, type Manifest } from "../policy/fixtures/fixture";
import { configuration, configuredApi } from "../policy/fixtures/configurations";
import {
  claim,
  disruptionBudget,
  headlessService,
  localVolume,
  otherContainer,
  workload,
} from "../policy/fixtures/manifests";

const host = "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0]";

/** A Glance API with all that belongs to it, in a namespace of its own: ten objects. */
function environment(index: number): Manifest[] {
  const namespace = { "metadata.namespace": `environment-${index}` };
  const claims = [0, 1, 2].map((ordinal) =>
    claim({ ...namespace, "metadata.name": `glance-glance-single-api-${ordinal}` }),
  );
  const volumes = [0, 1].map((number) =>
    localVolume({
      "metadata.name": `local-storage${number}-${index}`,
      "spec.local.path": `/mnt/openstack/${index}/pv${number}`,
      [host]: `n${number}`,
    }),
  );
  return [
    changed(configuredApi(), { ...namespace, "spec.replicas": 2 }),
    changed(configuration(), namespace),
    headlessService(namespace),
    disruptionBudget(namespace),
    changed(workload("Deployment", { "containers[1]": otherContainer() }), namespace),
    ...claims,
    ...volumes,
  ];
}

/** A stack of so many objects, one Glance API in ten. */
export function makeStack(size: number): Manifest[] {
  const environments = Array.from({ length: Math.ceil(size / 10) }, (_, index) =>
    environment(index),
  );
  return environments.flat().slice(0, size);
}
