import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  visit,
  type YAMLMap,
} from "yaml";

/** The keys of a field, as `Field.keys` names them. */
export type Keys = readonly (string | number)[];

/** Makes the error that refuses a node. */
export type Refusal = (node: unknown, message: string) => Error;

/** As many nodes may stand behind the aliases of a document. The library's own limit does not count empty lists. */
const maxAliasedNodes = 100_000;

/** Refuses what the syntax of YAML allows and no manifest may hold: equal keys, and aliases of nothing or of too much. */
export function checkNodes(document: Document, refusal: Refusal): void {
  const anchors = new Map<string, Node>();
  const sizes = new Map<Node, number>();
  let aliasedNodes = 0;
  visit(document, {
    Node(_, node, path) {
      if (isAlias(node)) {
        const size = sizeOf(targetOf(node, path, anchors, refusal), sizes);
        sizes.set(node, size);
        aliasedNodes += size;
        if (aliasedNodes > maxAliasedNodes) {
          throw refusal(node, "aliases stand for too much up to here; write it out");
        }
        return;
      }
      if (node.anchor !== undefined) {
        anchors.set(node.anchor, node);
      }
      if (isMap(node)) {
        checkKeys(node, refusal);
      }
    },
  });
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

function checkKeys(map: YAMLMap, refusal: Refusal): void {
  const names = new Set<string>();
  for (const { key } of map.items) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name !== undefined && names.has(name)) {
      throw refusal(key, "this key stands here twice; remove one");
    }
    names.add(name ?? "");
  }
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
  const pair = isMap(node)
    ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    : undefined;
  return pair === undefined ? undefined : { value: pair.value, offset: startOf(pair.key) };
}

/** Where a node begins in its text. */
export function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
