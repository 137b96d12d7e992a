import { PolicyPack } from "@pulumi/policy";

import { policyOf } from "./crossguard";
import { rules } from "./rules";

new PolicyPack("glance", { policies: rules.map(policyOf) });
