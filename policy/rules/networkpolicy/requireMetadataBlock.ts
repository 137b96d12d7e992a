import { BlockList, isIP } from "node:net";

import type { Field } from "../../model/field";
import { admitsPort, outwards, policiesFor, rulesOf } from "../../model/networkPolicy";
import type { StackRule } from "../../rule";

/** Where clouds tell a node its secrets, by HTTP. */
const metadataAddress = "169.254.169.254";

/** Users have Glance download from where they say: the network is the last that can say no. */
export const requireMetadataBlock: StackRule = {
  name: "networkpolicy-require-metadata-block",
  title: "The metadata of nodes is out of reach",
  description:
    "A NetworkPolicy that lets the pods of a Glance API out to addresses leaves the metadata service of the cloud out.",
  severity: "medium",
  level: "advisory",
  rationale:
    "web-download fetches what users name. Filters look at names and at the first answer; a redirect or a name that " +
    "changes its address has reached the credentials of nodes in other services.",
  url: "https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-ipblock-selectors",
  remedy: "169.254.0.0/16 in `except` of the `ipBlock`, and `to` in rules about port 80",
  scope: "stack",
  validate: (stack) => {
    const policies = stack.glanceApis.flatMap((set) => policiesFor(set, outwards, stack));
    return [...new Set(policies)].flatMap((object) =>
      rulesOf(object, outwards)
        .filter((rule) => admitsPort(rule, 80))
        .flatMap(openFields)
        .map((field) => ({
          object,
          field,
          message: `must leave ${metadataAddress} out, because users choose where Glance downloads from`,
        })),
    );
  },
  admissionLimit: "Which pods are those of Glance only the StatefulSets say.",
};

/** The ranges of a rule that hold the address; the rule itself when it is for all. */
function openFields(rule: Field): Field[] {
  const peers = rule.at("to");
  return peers.items().length === 0
    ? [peers]
    : rule
        .all("to[].ipBlock")
        .filter(
          (block) => holdsAddress(block.at("cidr")) && !block.all("except[]").some(holdsAddress),
        );
}

function holdsAddress({ text = "" }: Field): boolean {
  const [address = "", length = ""] = text.split("/");
  if (isIP(address) !== 4 || !/^(\d|[12]\d|3[0-2])$/.test(length)) {
    return false;
  }
  const range = new BlockList();
  range.addSubnet(address, Number(length));
  return range.check(metadataAddress);
}
