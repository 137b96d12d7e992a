import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";

import { UserError } from "../model/userError";
import { create, isProviderType } from "./providers";
import type { Redactor } from "./redactor";
import { readRequest, refuseUnsupported } from "./resourceRequest";
import { isKubernetesObject, type Resource, type ResourceTable, resourceUrn } from "./resources";
import { plain, type Properties, secret, secretTexts, withMarks } from "./values";

/** A Kubernetes object as the program registers it, with secrets in clear text. */
export interface RegisteredObject {
  urn: string;
  /** Pulumi type, for example `kubernetes:apps/v1:StatefulSet`. */
  type: string;
  /** Name within the program. */
  name: string;
  props: Properties;
}

/** An object after a policy has changed it. */
export interface Remediation {
  policy: string;
  props: Properties;
}

/** What policies make of an object before the cluster would get it: every change, in turn. */
export type Remediate = (object: RegisteredObject) => readonly Remediation[];

/** What every registration of a run shares. */
export interface RegistrationContext {
  project: string;
  stack: string;
  seed: Buffer;
  table: ResourceTable;
  redactor: Redactor;
  remediate: Remediate | undefined;
  report: (message: string) => void;
}

/** Registers resources: naming, policies and offline providers, in the engine's order. */
export class Registration {
  private root: string | undefined;

  constructor(private readonly context: RegistrationContext) {}

  /** Handles one request. */
  register(request: RegisterResourceRequest): Resource {
    refuseUnsupported(request);
    const { project, stack, redactor, seed, table } = this.context;
    const type = request.getType();
    const isRoot = type === "pulumi:pulumi:Stack";
    const parent = isRoot ? undefined : request.getParent() || this.root;
    const urn = resourceUrn(stack, project, parent, type, request.getName());
    if (isRoot) {
      this.root = urn;
    }
    const resource = readRequest(request, urn, parent);
    table.add(resource);
    redactor.add(secretTexts(resource.inputs));
    if (resource.custom) {
      const { id, outputs } = create(this.remediated(resource), seed);
      if (resource.provider === undefined && !isProviderType(type)) {
        throw new UserError(`'${resource.name}' of type ${type} must name its provider.`);
      }
      resource.id = id;
      resource.outputs = markSecret(outputs, request.getAdditionalsecretoutputsList());
      redactor.add(secretTexts(resource.outputs));
    }
    return resource;
  }

  private remediated(resource: Resource): Resource {
    const { remediate, report } = this.context;
    if (remediate !== undefined && isKubernetesObject(resource)) {
      const { urn, type, name } = resource;
      const props = plain(resource.inputs, urn) as Properties;
      for (const { policy, props: changed } of remediate({ urn, type, name, props })) {
        resource.inputs = withMarks(changed, resource.inputs) as Properties;
        report(`${urn}: changed by the policy '${policy}'.`);
      }
    }
    return resource;
  }
}

function markSecret(outputs: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      names.includes(name) ? secret(value) : value,
    ]),
  );
}
