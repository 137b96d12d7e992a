export { AdmissionPolicies, type AdmissionPoliciesArgs } from "./admissionPolicies";
export { CephClient, type CephClientArgs } from "./cephClient";
export { DatabaseMigration, type DatabaseMigrationArgs } from "./databaseMigration";
export { Glance, type Endpoints, type GlanceArgs } from "./glance";
export { GlanceApi, type GlanceApiArgs, type StagingArgs } from "./glanceApi";
export { KeystoneRegistration, type KeystoneRegistrationArgs } from "./keystoneRegistration";
export { LocalVolumes, type LocalVolumesArgs } from "./localVolumes";
export { stagingGuard, type StagingGuardArgs } from "./stagingGuard";
export { volumeGuard } from "./volumeGuard";
