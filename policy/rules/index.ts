import type { Rule } from "../rule";
import { requireWorkerNames } from "./certificate/requireWorkerNames";
import { disallowPasswords } from "./configmap/disallowPasswords";
import { disallowStaging } from "./horizontalpodautoscaler/disallowStaging";
import { requireMetadataBlock } from "./networkpolicy/requireMetadataBlock";
import { requireWorkerTraffic } from "./networkpolicy/requireWorkerTraffic";
import { requireEnough } from "./persistentvolume/requireEnough";
import { requireOwnDirectory } from "./persistentvolume/requireOwnDirectory";
import { requireWritable } from "./persistentvolume/requireWritable";
import { requireSafeLocalVolume } from "./persistentvolume/requireSafeLocalVolume";
import { disallowSharedClass } from "./persistentvolumeclaim/disallowSharedClass";
import { disallowSharedStaging as disallowSharedClaim } from "./persistentvolumeclaim/disallowSharedStaging";
import { disallowTwoUsers } from "./persistentvolumeclaim/disallowTwoUsers";
import { disallowServiceAccountToken } from "./pod/disallowServiceAccountToken";
import { disallowSharedStaging as disallowSharedPodStaging } from "./pod/disallowSharedStaging";
import { disallowSharedProcesses } from "./pod/disallowSharedProcesses";
import { requireClusterDns } from "./pod/requireClusterDns";
import { requireWritableStaging } from "./pod/requireWritableStaging";
import { disallowStagingSubpath } from "./pod/disallowStagingSubpath";
import { requireExistingKeys } from "./pod/requireExistingKeys";
import { requireImageDigest } from "./pod/requireImageDigest";
import { requireNoProxy } from "./pod/requireNoProxy";
import { requireRestrictedProfile } from "./pod/requireRestrictedProfile";
import { requireSecretFiles } from "./pod/requireSecretFiles";
import { requireStagingClaimTemplate } from "./pod/requireStagingClaimTemplate";
import { requireStatefulset } from "./pod/requireStatefulset";
import { requireOne } from "./poddisruptionbudget/requireOne";
import { requireGlanceTimeouts } from "./route/requireGlanceTimeouts";
import { disallowAccountToken } from "./secret/disallowAccountToken";
import { disallowOpenPolicies } from "./secret/disallowOpenPolicies";
import { disallowInsecure } from "./secret/disallowInsecure";
import { disallowWorkerUrl } from "./secret/disallowWorkerUrl";
import { requireClosedTasks } from "./secret/requireClosedTasks";
import { requireDownloadFilters } from "./secret/requireDownloadFilters";
import { requireGlanceDirect } from "./secret/requireGlanceDirect";
import { requireImageConversion } from "./secret/requireImageConversion";
import { requireMatchingScheme } from "./secret/requireMatchingScheme";
import { requireValidStores } from "./secret/requireValidStores";
import { requireReadableOptions } from "./secret/requireReadableOptions";
import { requireStagingDirectory } from "./secret/requireStagingDirectory";
import { requireUnscopedCredential } from "./secret/requireUnscopedCredential";
import { disallowPublicWorkers } from "./service/disallowPublicWorkers";
import { requireClaimRetention } from "./statefulset/requireClaimRetention";
import { requireFsGroup } from "./statefulset/requireFsGroup";
import { requireWaitingPreStop } from "./statefulset/requireWaitingPreStop";
import { requireRollingUpdate } from "./statefulset/requireRollingUpdate";
import { requireGoverningService } from "./statefulset/requireGoverningService";
import { requireGracePeriod } from "./statefulset/requireGracePeriod";
import { requireHostSpread } from "./statefulset/requireHostSpread";
import { requireOwnWorkerUrl } from "./statefulset/requireOwnWorkerUrl";
import { requireParallelStart } from "./statefulset/requireParallelStart";
import { disallowSharedProvisioner } from "./storageclass/disallowSharedProvisioner";
import { requireLocalBinding } from "./storageclass/requireLocalBinding";

/** All rules, by subject. */
export const rules: readonly Rule[] = [
  disallowSharedClaim,
  disallowSharedPodStaging,
  disallowSharedClass,
  disallowSharedProvisioner,
  requireStagingClaimTemplate,
  disallowStagingSubpath,
  requireWritableStaging,
  requireWritable,
  requireFsGroup,
  disallowTwoUsers,
  requireStatefulset,
  requireOwnWorkerUrl,
  requireGoverningService,
  requireMatchingScheme,
  requireWorkerNames,
  requireNoProxy,
  requireWorkerTraffic,
  requireMetadataBlock,
  requireGlanceTimeouts,
  disallowPublicWorkers,
  requireClusterDns,
  requireSafeLocalVolume,
  requireLocalBinding,
  requireOwnDirectory,
  requireEnough,
  requireReadableOptions,
  requireImageConversion,
  requireGlanceDirect,
  requireDownloadFilters,
  requireClosedTasks,
  disallowOpenPolicies,
  disallowWorkerUrl,
  requireStagingDirectory,
  requireValidStores,
  disallowInsecure,
  requireUnscopedCredential,
  requireParallelStart,
  requireGracePeriod,
  requireWaitingPreStop,
  requireRollingUpdate,
  requireClaimRetention,
  requireOne,
  disallowStaging,
  requireHostSpread,
  requireRestrictedProfile,
  disallowServiceAccountToken,
  disallowAccountToken,
  disallowSharedProcesses,
  requireSecretFiles,
  requireExistingKeys,
  disallowPasswords,
  requireImageDigest,
];
