/** What all rules have in common, and how they are used: the first part of docs/policies.md. */
export const introduction = `# Policies

Glance's distributed image import works only if every pod has staging of its own and a URL of its own. These rules refuse
what breaks that. Each of them is one file, \`pod-require-image-digest\` for example is
\`policy/rules/pod/requireImageDigest.ts\`, and this page is made from them by
\`npm run docs\`.

A rule is enforced in up to three places, always with the same verdict and a sentence that names the object, the field and
what to write instead:

- **Pulumi**: \`pulumi preview --policy-pack policy\`, before anything is deployed. Values that are unknown during preview
  are never taken for good ones: Pulumi reports, as advisory, that the rule could not run, and validates the value in
  \`pulumi up\`. Write what the rules read as plain text to keep the verdict in the preview.
- **\`policy check\`**: manifests in files, of any tool, or a stack without a cluster and without the Pulumi CLI; in CI.
- **API server**: a ValidatingAdmissionPolicy, for whatever reaches the cluster by other ways. Rules that need several
  objects, or the text of a Secret, cannot be enforced there; each of them says why.

## Check manifests

\`\`\`
npm run --silent policy -- check -f manifests.yaml
helm template glance ./chart | npm run --silent policy -- check -f -
kubectl get statefulsets,pvc,services -o yaml | npm run --silent policy -- check -f -
npm run --silent policy -- check --stack dev
\`\`\`

Give all objects of a deployment at once: rules about several objects see what they are given. The command ends with 0
when no mandatory rule is broken, with 1 when one is, and with 2 when the input is bad; two objects of one name are, because the
later one would replace the other, and so is what the API server would not take: fields that a kind does not have,
fields of another type than Kubernetes' schema says, and values such as port 70000. \`--format json\` is for programs and
\`--format sarif\` for code scanning: \`.github/workflows/preview.yml\` uploads it, so that violations appear in the pull
request. \`--out <file>\` writes to a file. No value of a Secret or of an environment variable appears in any of them.

Rules about the configuration judge what they see. Where the Secret or ConfigMap of a Glance API is not among the objects, an
init container writes its files, or the image has them, a line at the level \`note\` says so and names the rules that did not judge
it; \`--strict\` takes that for a violation.

## Enforce in the cluster

\`\`\`
npm run --silent policy -- admission --namespace openstack | kubectl apply -f -
\`\`\`

prints a ValidatingAdmissionPolicy and its binding for each rule that the API server can enforce (Kubernetes 1.30 or later).
A mandatory rule denies, an advisory one warns, a disabled one is left out. With \`--namespace\`, the objects of that namespace
and those without one (volumes, StorageClasses) are validated; without it, those of all namespaces. Objects that a controller
made from another one are not validated again, and what is being deleted may go. Kinds of others that run pods, such as Rollout
and CloneSet, are not asked about; their pods and ReplicaSets are. \`glance:admissionPolicies: true\` in the stack
file deploys the same policies, with the defaults of the rules, as part of the stack.

## Configuration

One JSON file sets the levels and settings of the rules in all three places. \`npm run up\`, \`render --policy-pack\` and
\`policy check --stack\` take the one in \`policy/config/\` that is named like the stack, if there is one:

\`\`\`json
{
  "all": "mandatory",
  "pod-require-image-digest": "disabled",
  "persistentvolumeclaim-disallow-shared-staging": {
    "enforcementLevel": "remediate",
    "stagingClasses": ["lvms-local-storage"]
  }
}
\`\`\`

\`\`\`
pulumi preview --policy-pack policy --policy-pack-config policies.json
npm run --silent policy -- check --stack dev --config policies.json
npm run --silent policy -- admission --config policies.json
npm run --silent render -- --stack dev --policy-pack policy --policy-pack-config policies.json
\`\`\`

A level is \`mandatory\` (refuses), \`advisory\` (warns), \`disabled\`, or \`remediate\`: then the one safe remediation is written
into the resource, where the rule has one, in Pulumi and wherever a stack is evaluated without it; for files, in the API server
and for other rules it is the same as \`mandatory\`. \`all\` is the level of every rule that has none of its own. A rule that is
not mentioned keeps its defaults. \`policy\`, \`render\` and \`up\` refuse unknown rules, settings and levels.

[\`policy/config/dev.json\`](../policy/config/dev.json) is for the lab, whose images have no digest;
[\`policy/config/prod.json\`](../policy/config/prod.json) is stricter than the defaults.

## What is validated

- **A pod of a Glance API** mounts a volume at \`/var/lib/glance\`, at the staging directory or below it; or has a
  container that is named \`glance-api\`, runs an image named \`glance\` or with \`glance-api\` in its name, or is told a
  worker URL. Jobs may run Glance's image, but not with a staging volume or a worker URL of others. Every object with
  containers at \`spec.template.spec\` is looked at, whatever its kind.
- **A staging claim** is one that a pod of a Glance API mounts at, above or below the staging directory. A claim template
  or ephemeral volume that no container mounts is one if it is named \`glance\`. A PersistentVolumeClaim or
  PersistentVolume by itself is one if its StorageClass is a staging class, or if it, or the claim it is reserved for, is
  named \`glance-...\` and ends in an ordinal or contains \`staging\`; names of the image cache and of the images of a file
  store (\`glance-cache\`, \`glance-images\`, also with an ordinal or followed by \`-glance-...\`) are left out. A shared claim
  at \`/var/lib/glance/images\`, or of another workload, is nobody's business here.
- Mount paths are compared without \`.\`, doubled and trailing slashes; one with \`..\` is taken for the staging directory,
  because it may lead there. Init containers and ephemeral containers count. Lists, patches (\`StatefulSetPatch\`; what a
  patch does not mention is left alone) and objects of old API groups are validated as well.
- Pods, ReplicaSets and Jobs that a controller has made are not validated: the object that it made them from is.
- What a \`helm.v3.Release\` installs is not seen: Pulumi does not see it either. Charts and YAML files that Pulumi renders
  are validated; so is the output of \`helm template\`.
`;
