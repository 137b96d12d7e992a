/**
 * A field of a manifest: a value of any type, and the path that leads to it.
 *
 * Manifests may hold anything, so every read has an answer: what is missing or of another type reads
 * as absent. Values that are unknown during preview are the exception: reading one throws, and
 * Pulumi then reports that the policy could not run. So read only what the verdict depends on.
 */
export class Field {
  constructor(
    private readonly value: unknown,
    /** Names and list positions that lead here; empty for the manifest itself. */
    readonly keys: readonly (string | number)[] = [],
  ) {}

  /** The path as people write it, for example `spec.volumeClaimTemplates[0].spec`. */
  get path(): string {
    return this.keys
      .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
      .join("")
      .replace(/^\./, "");
  }

  /** Whether the field is absent or null. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  /** Whether this is a list. */
  get isList(): boolean {
    return Array.isArray(this.value);
  }

  /** Whether this is an object with named fields. */
  get isObject(): boolean {
    return isObject(this.value) && !Array.isArray(this.value);
  }

  /** The field below this one, through all of the keys. */
  at(...keys: string[]): Field {
    return keys.reduce<Field>((field, key) => field.child(key), this);
  }

  /**
   * The fields at a path such as `containers[].image`, on which `[]` goes through the elements of a list, and those that are
   * missing there. An empty path leads here.
   */
  all(path: string): Field[] {
    return path
      .split(".")
      .filter((name) => name !== "")
      .reduce<Field[]>(
        (fields, name) =>
          fields.flatMap((field) =>
            name.endsWith("[]") ? field.at(name.slice(0, -2)).items() : [field.at(name)],
          ),
        [this],
      );
  }

  /** The elements, if this is a list. */
  items(): Field[] {
    return Array.isArray(this.value)
      ? Array.from(this.value, (item, index) => new Field(item, [...this.keys, index]))
      : [];
  }

  /** Names of the fields below this one, if it is an object. */
  get names(): string[] {
    return this.isObject ? Object.keys(this.value as object) : [];
  }

  /** The place of a field below this one, for messages: its value is not read. */
  place(key: string): Field {
    return new Field(undefined, [...this.keys, key]);
  }

  /** The text, if this is one. */
  get text(): string | undefined {
    return typeof this.value === "string" ? this.value : undefined;
  }

  /** The number, if this is one. */
  get number(): number | undefined {
    return typeof this.value === "number" ? this.value : undefined;
  }

  /** The truth value, if this is one. */
  get boolean(): boolean | undefined {
    return typeof this.value === "boolean" ? this.value : undefined;
  }

  private child(key: string): Field {
    const has = isObject(this.value) && Object.hasOwn(this.value, key);
    return new Field(has ? this.value[key] : undefined, [...this.keys, key]);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
