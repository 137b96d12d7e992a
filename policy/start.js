// The policy pack for Pulumi, which would otherwise check its types at every start.
require("../start/load").load("policy/index.ts");
