export { AdmissionPolicies, type AdmissionPoliciesArgs } from "./admissionPolicies";
export { CephClient, type CephClientArgs } from "./cephClient";
export { DatabaseMigration, type DatabaseMigrationArgs } from "./databaseMigration";
export { type Endpoints, Glance } from "./glance";
export type {
  ApiArgs,
  CephArgs,
  DatabaseArgs,
  GlanceArgs,
  KeystoneArgs,
  TlsArgs,
} from "./glanceArgs";
export { GlanceApi, type GlanceApiArgs } from "./glanceApi";
export { KeystoneRegistration, type KeystoneRegistrationArgs } from "./keystoneRegistration";
export type { ClusterAccess } from "./kubectl";
export { LocalVolumes, type LocalVolumesArgs } from "./localVolumes";
export { restrictedNamespace } from "./podSecurity";
