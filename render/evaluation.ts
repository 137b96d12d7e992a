import { kubernetesDependencies } from "./dependencies";
import { isKubernetesObject, type ResourceTable } from "./resources";
import {
  containsSecret,
  containsUnknown,
  masked,
  plain,
  type Properties,
  type PropertyValue,
} from "./values";
import { waves } from "./waves";

/** A Kubernetes object of the program. */
export interface EvaluatedResource {
  urn: string;
  /** Pulumi type, for example `kubernetes:apps/v1:StatefulSet`. */
  type: string;
  /** Name within the program. */
  name: string;
  /** What the cluster would get, after remediation; secrets in clear text. */
  manifest: Properties;
  /** The same with `[secret]` in place of every secret value, for people to read. */
  maskedManifest: Properties;
  /**
   * URNs of the nearest Kubernetes objects that it must wait for, sorted: its own dependencies and
   * those of its parents and its provider, with components and random values resolved.
   */
  dependencies: string[];
  /** URN of its provider. */
  provider: string;
  /** Whether deleting it from the program leaves it in the cluster. */
  retainOnDelete: boolean;
  /** Whether the program forbids to delete it. */
  protect: boolean;
  /** Whether it is a Secret or holds secret values. */
  secret: boolean;
}

/** An output of the stack. */
export interface StackOutput {
  /** In clear text; undefined when only the deployed cluster knows it. */
  value: PropertyValue | undefined;
  /** Whether the value is secret, all or part of it. */
  secret: boolean;
}

/** What a program amounts to. */
export interface Evaluation {
  /** In an order in which they can be created. */
  resources: EvaluatedResource[];
  outputs: Record<string, StackOutput>;
}

/** The Kubernetes objects of a run; refuses what no manifest can hold. */
export function readResources(table: ResourceTable): EvaluatedResource[] {
  const dependencies = kubernetesDependencies(table);
  const resources = table
    .all()
    .filter(isKubernetesObject)
    .map((resource): EvaluatedResource => {
      const { urn, type, name, inputs, provider = "", retainOnDelete, protect } = resource;
      return {
        urn,
        type,
        name,
        manifest: plain(inputs, urn) as Properties,
        maskedManifest: masked(inputs) as Properties,
        dependencies: dependencies.get(urn) ?? [],
        provider,
        retainOnDelete,
        protect,
        secret: inputs["kind"] === "Secret" || containsSecret(inputs),
      };
    });
  return waves(resources).flat();
}

/** The outputs of the stack. */
export function readOutputs(table: ResourceTable): Record<string, StackOutput> {
  const root = table.all().find(({ type }) => type === "pulumi:pulumi:Stack");
  const outputs = Object.entries(root?.outputs ?? {}).map(([name, value]) => [
    name,
    {
      value: containsUnknown(value) ? undefined : plain(value, `The stack output '${name}'`),
      secret: containsSecret(value),
    },
  ]);
  return Object.fromEntries(outputs) as Record<string, StackOutput>;
}
