import type { EvaluatedResource } from "./evaluation";
import { kubectlYaml } from "./kubectlYaml";
import type { Properties } from "./values";

/** Manifests as text, and what they leave out. */
export interface Manifests {
  /** YAML documents, dependencies first. */
  text: string;
  /** Number of Secrets that are left out. */
  omitted: number;
  /** Number of other objects with a secret value that is masked. */
  masked: number;
}

/**
 * Writes Kubernetes objects as YAML documents, each with its URN in a comment.
 *
 * @param withSecrets Whether to show secrets; otherwise Secrets are left out and the secret values of
 *   other objects are masked.
 */
export function manifests(
  resources: readonly EvaluatedResource[],
  withSecrets: boolean,
): Manifests {
  const isSecretObject = ({ manifest }: EvaluatedResource) => manifest["kind"] === "Secret";
  const shown = resources.filter((resource) => withSecrets || !isSecretObject(resource));
  const documents = shown.map(({ urn, manifest, maskedManifest }) =>
    document(urn, withSecrets ? manifest : maskedManifest),
  );
  return {
    text: documents.join(""),
    omitted: resources.length - shown.length,
    masked: withSecrets ? 0 : shown.filter(({ secret }) => secret).length,
  };
}

function document(urn: string, manifest: Properties): string {
  const { apiVersion, kind, metadata, ...rest } = manifest;
  return `---\n# ${urn}\n${kubectlYaml({ apiVersion, kind, metadata, ...rest })}`;
}
