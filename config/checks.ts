import { customServiceConfigProblem } from "../model/customServiceConfig";
import { forbiddenParent } from "../model/directories";
import { apiTypes } from "../model/names";
import { osloValueProblem } from "../model/osloConf";
import { parseStorageQuantity } from "../model/quantity";
import { planStaging, type StagingSettings } from "../model/stagingPlan";
import { sharedClassWords } from "../model/sharedFileSystems";
import { type LocalStorage, volumesPerNodeNeeded } from "../model/volumePlan";

/**
 * Checks of what a value means or how values fit together. Each returns the sentence with which
 * the configuration is refused: key, value, remedy; undefined when there is nothing to refuse.
 */

/** Namespaces of Kubernetes itself, and the one where things land by mistake. */
const forbiddenNamespace = /^(default|kube-.*)$/;

/** Refuses a namespace that is not made for applications. */
export function namespaceProblem(namespace: string): string | undefined {
  return forbiddenNamespace.test(namespace)
    ? `glance:namespace is "${namespace}": write a namespace of OpenStack's own, such as openstack.`
    : undefined;
}

/** Refuses nodes that are named twice. */
export function duplicateNodeProblem(nodes: readonly string[]): string | undefined {
  const twice = nodes.find((node, index) => nodes.indexOf(node) !== index);
  return twice === undefined
    ? undefined
    : `glance:localStorage.nodes names ${twice} twice: name every node once.`;
}

/** Refuses a directory in which data would be lost or would do harm. */
export function directoryProblem(directory: string): string | undefined {
  const parent = forbiddenParent(directory);
  return parent === undefined
    ? undefined
    : `glance:localStorage.directory is "${directory}": write a directory of its own, such as ` +
        `/mnt/openstack, because ${parent === "/" ? "/ is the system's disk" : `${parent} is emptied or belongs to the node`}.`;
}

/** Refuses a storage class whose volumes are shared between nodes. */
export function sharedClassProblem(storageClass: string): string | undefined {
  return sharedClassWords.some((word) => storageClass.toLowerCase().includes(word))
    ? `glance:staging.storageClass is "${storageClass}", a shared file system: write a class with one ` +
        "ReadWriteOnce volume per pod, such as local-storage, because staging is private to one pod."
    : undefined;
}

/** Refuses more replicas than local volumes, and volumes that are smaller than the claims. */
export function volumesProblem(
  settings: StagingSettings & { localStorage: LocalStorage },
): string | undefined {
  const { layout, replicas, localStorage, staging } = settings;
  const { size, nodes, volumesPerNode } = localStorage;
  if ((parseStorageQuantity(size) ?? 0) < (parseStorageQuantity(staging.size) ?? 0)) {
    return (
      `glance:localStorage.size is "${size}", less than the ${staging.size} of glance:staging.size ` +
      "that every pod claims: write at least that."
    );
  }
  const [unplaced] = planStaging(settings).unplaced;
  if (unplaced === undefined) {
    return undefined;
  }
  const apis = apiTypes(layout).map((apiType) => ({ apiType, replicas: replicas[apiType] }));
  const claims = apis.map((api) => `${api.replicas} ${api.apiType}`).join(" and ");
  return (
    `glance:localStorage.volumesPerNode is ${volumesPerNode}, too few for ${claims} replicas on ` +
    `${nodes.length} nodes: write at least ${volumesPerNodeNeeded(nodes.length, apis)}, or fewer replicas, because ` +
    `node ${unplaced.node} has no volume of class ${staging.storageClass} for ${unplaced.pod}.`
  );
}

/** Refuses a stack without a Ceph key, unless it says that one is to be made. */
export function cephKeyProblem(key: string | undefined, generateKey: boolean): string | undefined {
  return key !== undefined || generateKey
    ? undefined
    : "glance:ceph.key is missing: set it with pulumi config set --secret --path 'glance:ceph.key', or set " +
        "glance:ceph.generateKey to true and give the keyring of the output cephKeyring to the cluster.";
}

/** Refuses a stack without a database password, unless it says that one is to be made. */
export function databasePasswordProblem(
  password: string | undefined,
  generatePassword: boolean,
): string | undefined {
  return password !== undefined || generatePassword
    ? undefined
    : "glance:database.password is missing: set it with pulumi config set --secret --path " +
        "'glance:database.password', or set glance:database.generatePassword to true and give the password " +
        "of the output passwords to the database user.";
}

/** Refuses INI text that Glance cannot read, or that would break distributed import. */
export function customServiceConfigsProblem(texts: Record<string, string>): string | undefined {
  for (const [key, text] of Object.entries(texts)) {
    const problem = customServiceConfigProblem(text);
    if (problem !== undefined) {
      return `glance:${key} ${problem}`;
    }
  }
  return undefined;
}

/** Refuses a password that oslo.config would read back as another one; the value is not shown. */
export function passwordProblem(key: string, password: string | undefined): string | undefined {
  const problem = password === undefined ? undefined : osloValueProblem(password);
  return problem === undefined
    ? undefined
    : `glance:${key} ${problem.slice(0, -1)}: choose another.`;
}
