import type { Configuration } from "../configuration";
import { validate } from "./findings";
import { InputError } from "./inputError";
import { type ManifestDocument, parseManifests } from "./parseManifests";
import { type Report, reportOnFiles } from "./report";

/** A file and what it holds. */
export interface TextFile {
  name: string;
  text: string;
}

/** Validates all objects of some files together. */
export function checkFiles(configuration: Configuration, files: readonly TextFile[]): Report {
  const documents: ManifestDocument[] = files.flatMap(({ name, text }) =>
    parseManifests(text, name),
  );
  if (documents.length === 0) {
    const names = files.map(({ name }) => name).join(", ");
    // The program that should have written the manifests has failed, more often than not.
    throw new InputError(`There is nothing in ${names}; give Kubernetes objects.`);
  }
  const objects = documents.flatMap((document) => document.objects);
  return reportOnFiles(documents, validate(configuration, objects));
}
