export { AdmissionPolicies, type AdmissionPoliciesArgs } from "./admissionPolicies";
export { CephClient, type CephClientArgs } from "./cephClient";
export { DatabaseMigration, type DatabaseMigrationArgs } from "./databaseMigration";
export {
  type ApiArgs,
  type CephArgs,
  type DatabaseArgs,
  type Endpoints,
  Glance,
  type GlanceArgs,
  type KeystoneArgs,
} from "./glance";
export { GlanceApi, type GlanceApiArgs } from "./glanceApi";
export { KeystoneRegistration, type KeystoneRegistrationArgs } from "./keystoneRegistration";
export type { ClusterAccess } from "./kubectl";
export { LocalVolumes, type LocalVolumesArgs } from "./localVolumes";
export { restrictedNamespace } from "./podSecurity";
