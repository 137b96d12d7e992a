import { grouped } from "../../model/grouped";
import {
  groupOf,
  isOfKubernetes,
  type KubernetesObject,
  nameOf,
  namespaceOf,
} from "./kubernetesObject";
import { glanceWorkloadOf } from "./staging";
import type { Workload } from "./workload";

/** All objects that are validated together, with the look-ups of the rules about several objects. */
export class Stack {
  private readonly kinds: Map<string, KubernetesObject[]>;
  private readonly namespaces = new Map<string, Map<string, KubernetesObject[]>>();
  private workloads: Workload[] | undefined;
  private sets: Workload[] | undefined;

  constructor(readonly objects: readonly KubernetesObject[]) {
    this.kinds = grouped(objects.filter(isUsual), ({ kind }) => kind);
  }

  /** The objects of a kind of Kubernetes, or of what is usual beside it; not those of others that took its name. */
  ofKind(kind: string): readonly KubernetesObject[] {
    return this.kinds.get(kind) ?? [];
  }

  /**
   * The objects of a kind in a namespace, those that name it first. Who leaves the namespace out, as objects for
   * `kubectl apply -n` do, is together with all others.
   */
  inNamespace(kind: string, namespace: string): readonly KubernetesObject[] {
    if (namespace === "") {
      return this.ofKind(kind);
    }
    let ofKind = this.namespaces.get(kind);
    if (ofKind === undefined) {
      ofKind = grouped(this.ofKind(kind), namespaceOf);
      this.namespaces.set(kind, ofKind);
    }
    return [...(ofKind.get(namespace) ?? []), ...(ofKind.get("") ?? [])];
  }

  /** The object of a kind with this name in a namespace. */
  find(kind: string, namespace: string, name: string | undefined): KubernetesObject | undefined {
    return this.inNamespace(kind, namespace).find((object) => nameOf(object) === name);
  }

  /** The workloads whose pods are those of a Glance API; patches do not tell enough. */
  get glanceWorkloads(): readonly Workload[] {
    this.workloads ??= this.objects.flatMap(glanceWorkloadOf).filter(({ isPatch }) => !isPatch);
    return this.workloads;
  }

  /** The StatefulSets among them. */
  get glanceApis(): readonly Workload[] {
    this.sets ??= this.glanceWorkloads.filter(({ kind }) => kind === "StatefulSet");
    return this.sets;
  }
}

/** Groups beside Kubernetes' own that have kinds which rules ask for: Route and Certificate. */
const usualGroups = ["route.openshift.io", "cert-manager.io"];

/** Calico has NetworkPolicies, too, and Knative Services and Routes, which are other things. */
function isUsual(object: KubernetesObject): boolean {
  return isOfKubernetes(object) || usualGroups.includes(groupOf(object));
}
