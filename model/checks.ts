import { customServiceConfigProblem, imageSizeCap } from "./customServiceConfig";
import { type Deployment, hasCertificate } from "./deployment";
import { forbiddenParent } from "./directories";
import type { OptionValue } from "./options";
import { osloValueProblem, parseOsloConf } from "./osloConf";
import { formatStorageQuantity, parseStorageQuantity } from "./quantity";
import { namePattern, sharedClassWords } from "./sharedFileSystems";
import { planStaging } from "./stagingPlan";
import { defaultWorkers, parallelImports, type Workers } from "./workers";
import { type LocalStorage, volumesPerNodeNeeded } from "./volumes";

/**
 * Checks of what a value means or how values fit together. Each returns the sentence with which
 * the configuration is refused: key, value, remedy; undefined when there is nothing to refuse.
 */

/** Namespaces of Kubernetes and OpenShift themselves, and the one where things land by mistake. */
const forbiddenNamespace = /^(default|kube-.*|openshift(-.*)?)$/;

/** Refuses a namespace that is not made for applications. */
export function namespaceProblem(namespace: string): string | undefined {
  return forbiddenNamespace.test(namespace)
    ? `glance:namespace is "${namespace}": write a namespace of OpenStack's own, such as openstack.`
    : undefined;
}

/** Refuses nodes that are named twice, and a directory in which data would be lost or would do harm. */
export function localStorageProblem({ nodes, directory }: LocalStorage): string | undefined {
  const twice = nodes.find((node, index) => nodes.indexOf(node) !== index);
  if (twice !== undefined) {
    return `glance:localStorage.nodes names ${twice} twice: name every node once.`;
  }
  const parent = forbiddenParent(directory);
  return parent === undefined
    ? undefined
    : `glance:localStorage.directory is "${directory}": write a directory of its own, such as ` +
        `/mnt/openstack, because ${parent === "/" ? "/ is the system's disk" : `${parent} is emptied or belongs to the node`}.`;
}

/** Refuses a storage class whose volumes are shared between nodes. */
export function sharedClassProblem(storageClass: string): string | undefined {
  return new RegExp(namePattern(sharedClassWords)).test(storageClass.toLowerCase())
    ? `glance:staging.storageClass is "${storageClass}", a shared file system: write a class with one ` +
        "ReadWriteOnce volume per pod, such as local-storage, because staging is private to one pod."
    : undefined;
}

/** Refuses to send all pods to one node when the stack's volumes are on others. */
export function nodeSelectorProblem(
  key: string,
  nodeSelector: Readonly<Record<string, string>> = {},
  localStorage: LocalStorage | undefined,
): string | undefined {
  const node = nodeSelector["kubernetes.io/hostname"];
  const others = (localStorage?.nodes ?? []).filter((other) => other !== node);
  return node === undefined || others.length === 0
    ? undefined
    : `glance:${key}.nodeSelector.kubernetes.io/hostname is "${node}": leave it out, because pods have their volumes on ` +
        `${others.join(", ")}, as in glance:localStorage.nodes.`;
}

/** Refuses a public URL that does not lead to the way in. */
export function publicUrlProblem(
  publicUrl: string | undefined,
  host: string | undefined,
): string | undefined {
  return publicUrl === undefined || host === undefined || new URL(publicUrl).hostname === host
    ? undefined
    : `glance:keystone.publicUrl is "${publicUrl}": leave it out, or write a URL of ${host}, as in glance:expose.host.`;
}

/** Refuses more replicas than local volumes, and volumes that are smaller than the claims. */
export function volumesProblem(deployment: Deployment): string | undefined {
  const { apis, localStorage, staging } = deployment;
  if (localStorage === undefined) {
    return undefined;
  }
  const { size, nodes, volumesPerNode } = localStorage;
  if ((parseStorageQuantity(size) ?? 0) < (parseStorageQuantity(staging.size) ?? 0)) {
    return (
      `glance:localStorage.size is "${size}", less than the ${staging.size} of glance:staging.size ` +
      "that every pod claims: write at least that."
    );
  }
  const [unplaced] = planStaging(deployment).unplaced;
  if (unplaced === undefined) {
    return undefined;
  }
  const claims = apis.map((api) => `${api.replicas} ${api.type}`).join(" and ");
  const needed = volumesPerNodeNeeded(
    nodes.length,
    apis.map(({ replicas }) => replicas),
  );
  return (
    `glance:localStorage.volumesPerNode is ${volumesPerNode}, too few for ${claims} replicas on ` +
    `${nodes.length} nodes: write at least ${needed}, or fewer replicas, because ` +
    `node ${unplaced.node} has no volume of class ${staging.storageClass} for ${unplaced.name}.`
  );
}

/** Refuses more imports at once than by default, when the largest images would not fit on the staging claim. */
export function workersProblem(
  deployment: Deployment,
  workers: Workers,
  texts: readonly string[],
): string | undefined {
  const cap = texts.flatMap((text) => imageSizeCap(text) ?? []).at(-1) ?? 0;
  const atOnce = parallelImports(workers);
  const { largestImage } = planStaging(deployment, workers);
  return atOnce > parallelImports(defaultWorkers) && cap > largestImage.parallel
    ? `glance:workers lets a pod run ${atOnce} imports at once, for which images of image_size_cap = ${cap} do not fit into the ` +
        `${deployment.staging.size} of glance:staging.size: write fewer processes or imports, a larger size, or image_size_cap = ` +
        `${Math.floor(largestImage.parallel)}.`
    : undefined;
}

/** Bytes of memory that a process of Glance takes at least. */
const processMemory = 2 ** 27;

/** Refuses less memory than the processes take before they have done anything: the kernel would end them again and again. */
export function memoryProblem(
  { processes }: Workers,
  { limits }: OptionValue<"resources">,
): string | undefined {
  const bytes = parseStorageQuantity(limits?.memory ?? "");
  const needed = processes * processMemory;
  return bytes !== undefined && bytes < needed
    ? `glance:resources.limits.memory is "${limits?.memory}", too little for ${processes} processes of Glance: write at least ` +
        `${formatStorageQuantity(needed)}, or fewer processes in glance:workers.processes.`
    : undefined;
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

/** Refuses half a login to Keystone, and two at once. */
export function credentialProblem(keystone: {
  applicationCredentialId?: unknown;
  applicationCredentialSecret?: unknown;
  password?: unknown;
  adminPassword?: unknown;
}): string | undefined {
  const has = (field: keyof typeof keystone) => keystone[field] !== undefined;
  if (has("applicationCredentialId") !== has("applicationCredentialSecret")) {
    return has("applicationCredentialId")
      ? "glance:keystone.applicationCredentialSecret is missing: set it with pulumi config set --secret --path " +
          "'glance:keystone.applicationCredentialSecret', or remove glance:keystone.applicationCredentialId."
      : "glance:keystone.applicationCredentialId is missing: write the id that belongs to glance:keystone.applicationCredentialSecret.";
  }
  const other = (["password", "adminPassword"] as const).find(has);
  return has("applicationCredentialId") && other !== undefined
    ? `glance:keystone.${other} is set beside an application credential: remove it, because the credential belongs to a user that is there already.`
    : undefined;
}

/** Refuses quotas that nobody registers, and the same by other lines. */
export function quotasProblem(
  quotas: OptionValue<"quotas">,
  adminPassword: unknown,
  texts: Readonly<Record<string, string>>,
): string | undefined {
  if (quotas === undefined) {
    return undefined;
  }
  if (adminPassword === undefined) {
    return (
      "glance:quotas is set without glance:keystone.adminPassword, by which limits are registered: set it with pulumi config set " +
      "--secret --path 'glance:keystone.adminPassword', or leave glance:quotas out."
    );
  }
  const [found] = Object.entries(texts).flatMap(([key, text]) =>
    parseOsloConf(text)
      .filter(
        ({ section, key: name }) => section === "oslo_limit" || name === "use_keystone_limits",
      )
      .map(
        ({ section, key: name, line }) => `glance:${key} sets [${section}] ${name} in line ${line}`,
      ),
  );
  return found && `${found}: remove it, glance:quotas sets it.`;
}

/** Refuses to give the administrator of the database server the password and rights of Glance. */
export function databaseAdminProblem(database: {
  user?: unknown;
  adminUser?: unknown;
  adminPassword?: unknown;
}): string | undefined {
  const { user = "glance", adminUser = "root", adminPassword } = database;
  return adminPassword !== undefined && user === adminUser
    ? `glance:database.adminUser is "${String(adminUser)}", the same as glance:database.user: write another administrator, because the ` +
        "user of Glance gets a password of its own."
    : undefined;
}

/** Refuses TLS to a database whose certificate nothing could tell from another. */
export function databaseTlsProblem(
  databaseTls: boolean,
  tls: OptionValue<"tls">,
): string | undefined {
  return databaseTls && tls?.ca === undefined
    ? "glance:database.tls is true without glance:tls.ca: name there the Secret or ConfigMap with the CA of the server."
    : undefined;
}

/** Refuses a URL for clients that sends them to pods with a certificate by plain HTTP. */
export function plainPublicUrlProblem(
  publicUrl: string | undefined,
  tls: OptionValue<"tls">,
): string | undefined {
  return hasCertificate(tls) && publicUrl?.startsWith("http:") === true
    ? `glance:keystone.publicUrl is "${publicUrl}": write a URL that begins with https, because glance:tls gives the pods a certificate.`
    : undefined;
}

/** Refuses a certificate that no client would see. */
export function routeCertificateProblem(
  expose: OptionValue<"expose"> | undefined,
  tls: OptionValue<"tls">,
): string | undefined {
  return expose?.kind === "Route" && expose.tlsSecret !== undefined && hasCertificate(tls)
    ? `glance:expose.tlsSecret is "${expose.tlsSecret}": leave it out, because the Route passes TLS through to the pods, whose ` +
        `certificate by glance:tls is for ${expose.host}, too.`
    : undefined;
}

/** Refuses INI text that Glance cannot read, or that would break distributed import. */
export function customServiceConfigKeyProblem(key: string, text: string): string | undefined {
  const problem = customServiceConfigProblem(text);
  return problem === undefined ? undefined : `glance:${key} ${problem}`;
}

/** Refuses a password that oslo.config would read back as another one; the value is not shown. */
export function passwordProblem(key: string, password: string | undefined): string | undefined {
  const problem = password === undefined ? undefined : osloValueProblem(password);
  return problem === undefined
    ? undefined
    : `glance:${key} ${problem.slice(0, -1)}: choose another.`;
}
