import { knownSection, knownSections, optionName, rbdStore, storePrefix } from "./knownOptions";
import { misspelt } from "./nearest";

const settings = knownSections.filter(({ section }) => !section.startsWith(storePrefix));
const stores = knownSections.filter(({ section }) => section.startsWith(storePrefix));

/** Options that every section of a store has beside those of its driver (glance_store/multi_backend.py). */
const everyStore = ["store_description", "weight"];

/**
 * What is wrong with the place or the spelling of an option, and what to write instead, as the end of a sentence;
 * undefined for one that Glance reads there, and for one of which nothing is known: plug-ins have options of their own.
 */
export function optionPlaceProblem(section: string, option: string): string | undefined {
  if (section !== "DEFAULT" && section.toUpperCase() === "DEFAULT") {
    return "write [DEFAULT], Glance reads no such section";
  }
  const key = optionName(option);
  const names = namesOf(section);
  if (names === undefined) {
    return unknownSectionProblem(section, key);
  }
  if (names.includes(key)) {
    // Capital letters and hyphens are others for oslo.config.
    return key === option ? undefined : `write ${key}, Glance reads no such option there`;
  }
  const [near] = misspelt(key, names);
  const places = placesOf(key);
  if (places.length > 0) {
    return `write it in ${places.map((place) => `[${place}]`).join(" or ")}, where Glance reads it`;
  }
  return near && `write ${near}, Glance reads no such option there`;
}

/** Sections of drivers have any name; only one that is nearly that of Glance is a mistake, or an option that is Glance's alone. */
function unknownSectionProblem(section: string, key: string): string | undefined {
  const near = settings.find(
    ({ section: other, kinds }) => misspelt(section, [other]).length > 0 && kinds.has(key),
  );
  if (near !== undefined) {
    return `write [${near.section}], Glance reads no such section`;
  }
  const [place, ...others] = placesOf(key);
  const isOfStore = stores.some(({ kinds }) => kinds.has(key));
  return place !== undefined && others.length === 0 && key.includes("_") && !isOfStore
    ? `write it in [${place}], where Glance reads it`
    : undefined;
}

/** Undefined for a section that Glance and its libraries do not have. */
function namesOf(section: string): readonly string[] | undefined {
  const found = knownSection(section);
  return found && [...found.kinds.keys(), ...(found.section === rbdStore ? everyStore : [])];
}

function placesOf(key: string): string[] {
  return settings.filter(({ kinds }) => kinds.has(key)).map(({ section }) => section);
}
