import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";

import { UserError } from "../model/userError";
import { fromStruct } from "./protocol";
import { bareResource, type Resource } from "./resources";

/** The resource that a request asks for, not yet seen by a provider or a policy. */
export function readRequest(
  request: RegisterResourceRequest,
  urn: string,
  parent: string | undefined,
): Resource {
  // A reference is URN::ID.
  const reference = request.getProvider();
  return {
    ...bareResource(urn, request.getType(), request.getName()),
    custom: request.getCustom(),
    parent,
    provider: reference === "" ? undefined : reference.slice(0, reference.lastIndexOf("::")),
    inputs: fromStruct(request.getObject()),
    dependencies: request.getDependenciesList(),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
  };
}

/** Refuses a request that needs more than an evaluation has. */
export function refuseUnsupported(request: RegisterResourceRequest): void {
  // Nothing is updated or deleted here, so hooks for that never run, as in a first deployment. What those of this program ask
  // the cluster before a creation, a deployment without the Pulumi CLI asks it by itself.
  const {
    beforeCreateList = [],
    afterCreateList = [],
    onErrorList = [],
  } = request.getHooks()?.toObject() ?? {};
  const isOwn = request.getType().startsWith("glance:index:");
  const hooks = [...(isOwn ? [] : beforeCreateList), ...afterCreateList, ...onErrorList];
  const unsupported: [string, boolean][] = [
    ["is a remote component, which needs its provider plugin", request.getRemote()],
    ["uses the option 'import', which needs a cluster", request.getImportid() !== ""],
    ["uses transforms, which need the Pulumi CLI", request.getTransformsList().length > 0],
    ["uses hooks at its creation, which need the Pulumi CLI", hooks.length > 0],
    ["belongs to a parameterized package, which needs its plugin", request.getPackageref() !== ""],
  ];
  const [reason] = unsupported.find(([, used]) => used) ?? [];
  if (reason !== undefined) {
    throw new UserError(`'${request.getName()}' of type ${request.getType()} ${reason}.`);
  }
}
