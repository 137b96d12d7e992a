/** Groups whose objects all lie in a namespace. */
const namespacedGroups = [
  ...["apps", "autoscaling", "batch", "coordination.k8s.io", "discovery.k8s.io"],
  ...["events.k8s.io", "extensions", "policy"],
];

/** Kinds without a namespace by API group of Kubernetes and OpenShift; other kinds of these groups have one. */
const clusterScopedKinds: ReadonlyMap<string, readonly string[]> = new Map([
  ["core", ["ComponentStatus", "Namespace", "Node", "PersistentVolume"]],
  [
    "admissionregistration.k8s.io",
    [
      ...["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"],
      ...["MutatingWebhookConfiguration", "ValidatingAdmissionPolicy"],
      ...["ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration"],
    ],
  ],
  ["apiextensions.k8s.io", ["CustomResourceDefinition"]],
  ["apiregistration.k8s.io", ["APIService"]],
  ["authentication.k8s.io", ["SelfSubjectReview", "TokenReview"]],
  [
    "authorization.k8s.io",
    ["SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview"],
  ],
  ["certificates.k8s.io", ["CertificateSigningRequest", "ClusterTrustBundle"]],
  ["flowcontrol.apiserver.k8s.io", ["FlowSchema", "PriorityLevelConfiguration"]],
  ["internal.apiserver.k8s.io", ["StorageVersion"]],
  ["networking.k8s.io", ["IngressClass", "IPAddress", "ServiceCIDR"]],
  ["node.k8s.io", ["RuntimeClass"]],
  ["rbac.authorization.k8s.io", ["ClusterRole", "ClusterRoleBinding"]],
  ["resource.k8s.io", ["DeviceClass", "DeviceTaintRule", "ResourceSlice"]],
  ["scheduling.k8s.io", ["PriorityClass"]],
  ["security.openshift.io", ["SecurityContextConstraints"]],
  [
    "storage.k8s.io",
    ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"],
  ],
  ["storagemigration.k8s.io", ["StorageVersionMigration"]],
]);

/** Whether Kubernetes or OpenShift itself has the API group; others come with a CustomResourceDefinition. */
export function isBuiltIn(group: string): boolean {
  return clusterScopedKinds.has(group) || namespacedGroups.includes(group);
}

/** Whether objects of a built-in kind lie in no namespace. */
export function isClusterScoped(group: string, kind: string): boolean {
  return clusterScopedKinds.get(group)?.includes(kind) ?? false;
}
