import type { Rule } from "../rule";
import { disallowAutoscaler } from "./disallowAutoscaler";
import { disallowClaimOfTwo } from "./disallowClaimOfTwo";
import { disallowServiceAccountToken } from "./disallowServiceAccountToken";
import { disallowSharedClaim } from "./disallowSharedClaim";
import { disallowSharedClaimTemplate } from "./disallowSharedClaimTemplate";
import { disallowSharedClass } from "./disallowSharedClass";
import { disallowSharedProvisioner } from "./disallowSharedProvisioner";
import { disallowSubPath } from "./disallowSubPath";
import { disallowWorkerUrlInFile } from "./disallowWorkerUrlInFile";
import { requireClaimRetention } from "./requireClaimRetention";
import { requireClosedTasks } from "./requireClosedTasks";
import { requireDisruptionBudget } from "./requireDisruptionBudget";
import { requireDistinctDirectories } from "./requireDistinctDirectories";
import { requireDownloadFilters } from "./requireDownloadFilters";
import { requireEnoughVolumes } from "./requireEnoughVolumes";
import { requireGlanceDirect } from "./requireGlanceDirect";
import { requireGoverningService } from "./requireGoverningService";
import { requireGracePeriod } from "./requireGracePeriod";
import { requireHostSpread } from "./requireHostSpread";
import { requireImageConversion } from "./requireImageConversion";
import { requireImageDigest } from "./requireImageDigest";
import { requireLocalStorageClass } from "./requireLocalStorageClass";
import { requireOwnWorkerUrl } from "./requireOwnWorkerUrl";
import { requireParallelStart } from "./requireParallelStart";
import { requireRestrictedPods } from "./requireRestrictedPods";
import { requireSafeLocalVolume } from "./requireSafeLocalVolume";
import { requireSecretFiles } from "./requireSecretFiles";
import { requireStagingClaimTemplate } from "./requireStagingClaimTemplate";
import { requireStagingDirectory } from "./requireStagingDirectory";
import { requireStatefulSet } from "./requireStatefulSet";

/** All rules, by subject. */
export const rules: readonly Rule[] = [
  disallowSharedClaim,
  disallowSharedClaimTemplate,
  disallowSharedClass,
  disallowSharedProvisioner,
  requireStagingClaimTemplate,
  disallowSubPath,
  disallowClaimOfTwo,
  requireStatefulSet,
  requireOwnWorkerUrl,
  requireGoverningService,
  requireSafeLocalVolume,
  requireLocalStorageClass,
  requireDistinctDirectories,
  requireEnoughVolumes,
  requireImageConversion,
  requireGlanceDirect,
  requireDownloadFilters,
  requireClosedTasks,
  disallowWorkerUrlInFile,
  requireStagingDirectory,
  requireParallelStart,
  requireGracePeriod,
  requireClaimRetention,
  requireDisruptionBudget,
  disallowAutoscaler,
  requireHostSpread,
  requireRestrictedPods,
  disallowServiceAccountToken,
  requireSecretFiles,
  requireImageDigest,
];
