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
    /** For example `spec.volumeClaimTemplates[0].spec`; empty for the manifest itself. */
    readonly path = "",
  ) {}

  /** Whether the field is absent or null. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  /** The field below this one, through all of the keys. */
  at(...keys: string[]): Field {
    return keys.reduce<Field>((field, key) => field.child(key), this);
  }

  /** The elements, if this is a list. */
  items(): Field[] {
    return Array.isArray(this.value)
      ? Array.from(this.value, (item, index) => new Field(item, `${this.path}[${index}]`))
      : [];
  }

  /** The text, if this is one. */
  get text(): string | undefined {
    return typeof this.value === "string" ? this.value : undefined;
  }

  private child(key: string): Field {
    const path = this.path === "" ? key : `${this.path}.${key}`;
    const isObject = typeof this.value === "object" && this.value !== null;
    return new Field(isObject ? (this.value as Record<string, unknown>)[key] : undefined, path);
  }
}
