import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
} from "yaml";

import { colonMistake, isPlain, scalarMistake } from "../../../render/yamlMistakes";
import { isMergeKey, keyText, textOf } from "./keys";
import type { Refusal } from "./nodes";
import { plainValue, type ScalarValue } from "./scalars";

/** Tags that all parsers know, and that keep a text from being read as anything else. */
const knownTags = ["str", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`);

/** What a node stands for, as kubectl reads it; what parsers of YAML read differently is refused. */
export class YamlValues {
  /**
   * @param text What was parsed.
   * @param targets What the aliases stand for.
   */
  constructor(
    private readonly text: string,
    private readonly targets: ReadonlyMap<Alias, Node>,
    private readonly refusal: Refusal,
  ) {}

  /** The value of a node. */
  of(node: unknown): unknown {
    const target = this.target(node);
    this.checkForm(target);
    if (isMap(target)) {
      return Object.fromEntries(this.fields(target));
    }
    if (isSeq(target)) {
      return target.items.map((item) => this.of(item));
    }
    return isScalar(target) ? this.scalar(target) : null;
  }

  private target(node: unknown): unknown {
    return isAlias(node) ? this.targets.get(node) : node;
  }

  private checkForm(node: unknown): void {
    const { tag, range } = (node ?? {}) as Partial<Node>;
    const [from, to] = range ?? [0, 0];
    if (tag !== undefined && (!knownTags.includes(tag) || from === to)) {
      throw this.refusal(node, "not every parser reads this tag alike; write the value without it");
    }
    const mistake = scalarMistake(node, this.text);
    if (mistake !== undefined) {
      throw this.refusal(node, mistake);
    }
  }

  private scalar(node: Scalar): ScalarValue {
    const value = isPlain(node) ? plainValue(textOf(node)) : textOf(node);
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw this.refusal(node, "JSON, and so Kubernetes, has no such number; write a finite one");
    }
    return value;
  }

  private fields(map: YAMLMap): Map<string, unknown> {
    const fields = new Map<string, unknown>();
    const names = new Set<string>();
    for (const { key, value } of map.items) {
      const name = this.key(key);
      if (names.has(name)) {
        throw this.refusal(key, "this key stands here twice; remove one");
      }
      names.add(name);
      if (isMergeKey(key)) {
        this.merge(value, key, fields);
      } else {
        fields.set(name, this.of(value));
      }
    }
    return fields;
  }

  private key(node: unknown): string {
    const target = this.target(node);
    this.checkForm(target);
    const mistake = colonMistake(node, this.text);
    if (mistake !== undefined) {
      throw this.refusal(node, mistake);
    }
    const name = keyText(target);
    if (name === undefined) {
      throw this.refusal(
        node,
        isScalar(target)
          ? "a key must be a text; quote it"
          : "a key must be a text; quote it, or render the template that this belongs to",
      );
    }
    return name;
  }

  private merge(value: unknown, key: unknown, fields: Map<string, unknown>): void {
    const sources = isSeq(value) ? value.items : [value];
    const merged = new Map<string, unknown>();
    // Of several sources the first one counts.
    for (const source of [...sources].reverse()) {
      const target = this.target(source);
      if (!isMap(target)) {
        throw this.refusal(value ?? key, "a merge key (<<) here names no object; name one");
      }
      this.checkForm(target);
      this.fields(target).forEach((one, name) => merged.set(name, one));
    }
    for (const [name, one] of merged) {
      if (fields.has(name)) {
        throw this.refusal(
          key,
          "this merge key (<<) replaces a key before it for kubectl, but not for other parsers; write it first",
        );
      }
      fields.set(name, one);
    }
  }
}
