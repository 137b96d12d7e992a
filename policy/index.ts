import { PolicyPack } from "@pulumi/policy";

import { disallowSharedStaging } from "./disallowSharedStaging";
import { disallowSharedStagingClaim } from "./disallowSharedStagingClaim";
import { requireOwnWorkerUrl } from "./requireOwnWorkerUrl";
import { requireStagingClaimTemplate } from "./requireStagingClaimTemplate";
import { requireStatefulSet } from "./requireStatefulSet";

new PolicyPack("glance", {
  policies: [
    disallowSharedStagingClaim,
    disallowSharedStaging,
    requireStagingClaimTemplate,
    requireStatefulSet,
    requireOwnWorkerUrl,
  ],
});
