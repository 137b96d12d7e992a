import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isSeq,
  type Node,
  visit,
} from "yaml";

import { anchorMistake } from "../../../render/yamlMistakes";
import { keyText } from "./keys";

/** The keys of a field, as `Field.keys` names them. */
export type Keys = readonly (string | number)[];

/** Makes the error that refuses a node. */
export type Refusal = (node: unknown, message: string) => Error;

/** As many nodes may stand behind the aliases of a document. The library's own limit does not count empty lists. */
const maxAliasedNodes = 100_000;

/** What the aliases of a document stand for; those of nothing, or of too much, are refused. */
export function aliasTargets(document: Document, refusal: Refusal): Map<Alias, Node> {
  const targets = new Map<Alias, Node>();
  const anchors = new Map<string, Node>();
  const sizes = new Map<Node, number>();
  let aliasedNodes = 0;
  visit(document, {
    Node(_, node, path) {
      if (isAlias(node)) {
        const target = targetOf(node, path, anchors, refusal);
        targets.set(node, target);
        const size = sizeOf(target, sizes);
        sizes.set(node, size);
        aliasedNodes += size;
        if (aliasedNodes > maxAliasedNodes) {
          throw refusal(node, "aliases stand for too much up to here; write it out");
        }
        return;
      }
      const mistake = anchorMistake(node.anchor);
      if (mistake !== undefined) {
        throw refusal(node, mistake);
      }
      if (node.anchor !== undefined) {
        anchors.set(node.anchor, node);
      }
    },
  });
  return targets;
}

function targetOf(
  alias: Alias,
  path: readonly unknown[],
  anchors: ReadonlyMap<string, Node>,
  refusal: Refusal,
): Node {
  const target = anchors.get(alias.source);
  if (target === undefined) {
    throw refusal(alias, "this alias has no anchor before it; write what it stands for");
  }
  if (path.includes(target)) {
    throw refusal(alias, "this alias stands inside its own anchor; write what it stands for");
  }
  return target;
}

/** How many nodes a node is when its aliases, whose sizes are known, are written out. */
function sizeOf(node: unknown, sizes: Map<Node, number>): number {
  if (isPair(node)) {
    return sizeOf(node.key, sizes) + sizeOf(node.value, sizes);
  }
  if (!isNode(node)) {
    return 0;
  }
  const size =
    sizes.get(node) ??
    (isCollection(node)
      ? node.items.reduce((sum: number, item) => sum + sizeOf(item, sizes), 1)
      : 1);
  sizes.set(node, size);
  return size;
}

/** Where a field begins in the text of its document, or the nearest parent that the document holds. */
export function offsetOf(document: Document, keys: Keys): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const key of keys) {
    const next = step(isAlias(node) ? node.resolve(document) : node, key);
    if (next === undefined) {
      break;
    }
    offset = next.offset ?? offset;
    node = next.value;
  }
  return offset;
}

function step(
  node: unknown,
  key: string | number,
): { value: unknown; offset: number | undefined } | undefined {
  if (isSeq(node) && typeof key === "number" && key < node.items.length) {
    return { value: node.items[key], offset: startOf(node.items[key]) };
  }
  const pair = isMap(node) ? node.items.find((item) => keyText(item.key) === key) : undefined;
  return pair === undefined ? undefined : { value: pair.value, offset: startOf(pair.key) };
}

/** Where a node begins in its text. */
export function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
