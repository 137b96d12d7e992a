import { type Document, isMap, isScalar, parse } from "yaml";

import { UserError } from "../model/userError";
import { openYaml, yamlNode } from "./yamlFile";

/** A value of a stack file: the path of its key, such as `staging.size`, and its text. */
export interface Setting {
  path: string;
  value: string;
}

/** Reads a stack file for changes; refuses a broken one, and one that does not hold all values itself. */
export function openStackFile(path: string): Document {
  const document = openYaml(path);
  if ((document.get("environment") ?? null) !== null) {
    throw new UserError(
      `${path} takes values from Pulumi ESC ('environment'), which only the Pulumi CLI can open: use pulumi preview and ` +
        "pulumi up, or write the values that pulumi config --show-secrets prints into the file, the secret ones with " +
        "pulumi config set --secret, and remove the environment with pulumi config env rm.",
    );
  }
  return document;
}

/** Sets values as the Pulumi CLI does: numbers and booleans are not quoted below a structured key. */
export function setValues(document: Document, project: string, settings: readonly Setting[]): void {
  for (const { path, value } of settings) {
    const read = () => parse(value, { logLevel: "error" }) as unknown;
    setValue(document, project, path, path.includes(".") ? asYaml(path, read) : value);
  }
}

function asYaml<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new UserError(`The value for ${path} is not valid YAML: write it in quotes.`);
  }
}

/** Sets a value, and makes its key an object if that is needed. */
export function setValue(document: Document, project: string, path: string, value: unknown): void {
  const at = valuePath(document, project, path);
  const keyAt = at.slice(0, 2);
  if (at.length > 2 && !isMap(document.getIn(keyAt))) {
    document.setIn(keyAt, document.createNode({}));
  }
  const previous = document.getIn(at, true);
  const node = asYaml(path, () => yamlNode(value));
  if (isScalar(node) && isScalar(previous)) {
    node.comment = previous.comment ?? null;
  }
  document.setIn(at, node);
}

/** Where a value is in the document: Pulumi also takes the project's keys without their namespace. */
export function valuePath(document: Document, project: string, path: string): string[] {
  const [key = "", ...fields] = path.split(".");
  const own = `${project}:`;
  const short = key.startsWith(own) ? key.slice(own.length) : key;
  const full = short.includes(":") ? short : `${own}${short}`;
  const isShort = document.hasIn(["config", short]) && !document.hasIn(["config", full]);
  return ["config", isShort ? short : full, ...fields];
}
