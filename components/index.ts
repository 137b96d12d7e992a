export { AdmissionPolicies } from "./admissionPolicies";
export { type Endpoints, Glance } from "./glance";
export type { ApiArgs, CephArgs, DatabaseArgs, GlanceArgs, KeystoneArgs } from "./glanceArgs";
export type { ClusterAccess } from "./cluster";
export { LocalVolumes, type LocalVolumesArgs } from "./localVolumes";
export { restrictedNamespace } from "./podSecurity";
export type { TlsArgs } from "../model/readDeployment";
