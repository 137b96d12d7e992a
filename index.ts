import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { AdmissionPolicies, Glance, LocalVolumes, restrictedNamespace } from "./components";
import { loadConfig } from "./config";
import { summarizeVolumes } from "./model/volumes";
import type * as admission from "./policy/admission";

const { cluster, namespace, localVolumes, staging, glance: args, ...config } = loadConfig();

// A changed Secret is updated in place: it keeps the name that pods mount.
const kubernetes = new k8s.Provider("kubernetes", { ...cluster, enableSecretMutable: true });
// What outlives the stack is on a provider of its own: it finds these objects again when the stack comes back.
const retained = new k8s.Provider(
  "retained",
  { ...cluster, upsertExistingObjects: true },
  { aliases: [{ name: "lasting" }] },
);

// Never deleted: other things may have moved in.
const namespaceOptions = { provider: retained, retainOnDelete: true };
const namespaces = config.createNamespace
  ? [new k8s.core.v1.Namespace("namespace", restrictedNamespace(namespace), namespaceOptions)]
  : [];

const volumes = localVolumes
  ? [new LocalVolumes("local-storage", localVolumes, { provider: retained })]
  : [];

if (config.admissionPolicies) {
  // Only now: a stack without them need not load the rules at every preview.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { admissionPoliciesOf } = require("./policy/admission") as typeof admission;
  const policies = admissionPoliciesOf(pulumi.getStack(), namespace);
  new AdmissionPolicies("admission", { policies }, { provider: kubernetes });
}

const glance = new Glance("glance", args, {
  providers: [kubernetes, new random.Provider("random")],
  dependsOn: [...namespaces, ...volumes],
});

/** URLs of the image service, as they stand in Keystone's catalogue. */
export const endpoints = glance.endpoints;
/** URL of every pod, under which the pods pass imports on to each other. */
export const workerUrls = glance.workerUrls;
/** Names that the certificate of glance:tls.secret must hold. */
export const certificateNames = glance.certificateNames;
/** Staging claims that the replicas need. */
export const claims = glance.claims;
/** Local volumes that the stack makes, against what the replicas claim. */
export const volumeSummary = summarizeVolumes(
  localVolumes?.localStorage,
  glance.claims.length,
  staging.size,
);
/** Keyring for `ceph auth import -i`. */
export const cephKeyring = glance.cephKeyring;
/** Passwords that Glance uses, to be set in the database and in Keystone when the stack made them. */
export const passwords = glance.passwords;
/** Keyed hash of the configuration of each API. */
export const configHash = glance.configHash;
