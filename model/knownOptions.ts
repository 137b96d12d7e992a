import { glanceOptions } from "./glanceOptions";

/** A section of Glance's configuration, with the kinds of the values of its options; empty where any text is one. */
export interface KnownSection {
  section: string;
  kinds: ReadonlyMap<string, string>;
}

/** What Glance and its libraries read. */
export const knownSections: readonly KnownSection[] = Object.entries(glanceOptions).map(
  ([section, options]) => ({ section, kinds: new Map(options.split(" ").map(nameAndKind)) }),
);

const byName = new Map(knownSections.map((one) => [one.section.toLowerCase(), one]));

/** A store's own section has the options of its driver; the program's store is called rbd. */
export const storePrefix = "glance.store.";
export const rbdStore = `${storePrefix}rbd.Store`;

/** The section that Glance reads under a name; undefined for one that it and its libraries do not have. */
export function knownSection(name: string): KnownSection | undefined {
  const key = name.toLowerCase();
  return byName.get(key === "rbd" ? rbdStore.toLowerCase() : key);
}

/** The name of an option as Glance has it, in whichever letters it is written. */
export function optionName(written: string): string {
  return written.toLowerCase().replaceAll("-", "_");
}

/** From `debug=boolean`. */
function nameAndKind(text: string): [name: string, kind: string] {
  const [name = "", kind = ""] = text.split(/=(.*)/);
  return [name, kind];
}
