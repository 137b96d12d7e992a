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

/** A store's own section has the options of its driver; the program's store is called rbd. */
export const storePrefix = "glance.store.";
export const rbdStore = `${storePrefix}rbd.Store`;

/** The section that Glance reads under a name; undefined for one that it and its libraries do not have. */
export function knownSection(name: string): KnownSection | undefined {
  const wanted = name.toLowerCase() === "rbd" ? rbdStore : name;
  return knownSections.find(({ section }) => section.toLowerCase() === wanted.toLowerCase());
}

/** From `debug=boolean`. */
function nameAndKind(text: string): [name: string, kind: string] {
  const [name = "", kind = ""] = text.split(/=(.*)/);
  return [name, kind];
}
