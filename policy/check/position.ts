import { type Document, isAlias, isMap, isNode, isScalar, isSeq } from "yaml";

/** The keys of a field, as `Field.keys` names them. */
export type Keys = readonly (string | number)[];

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
