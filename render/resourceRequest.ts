import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";

import { fromStruct } from "./protocol";
import { bareResource, type Resource } from "./resourceTable";
import { isProviderType } from "./standIn";

/** The resource that a request asks for, not yet seen by a provider or a policy. */
export function readRequest(
  request: RegisterResourceRequest,
  urn: string,
  parent: string | undefined,
): Resource {
  const type = request.getType();
  const inputs = fromStruct(request.getObject());
  const timeouts = request.getCustomtimeouts();
  const version = request.getVersion();
  return {
    ...bareResource(urn, type, request.getName()),
    custom: request.getCustom(),
    parent,
    // The engine shows policies the version of a provider as one of its inputs.
    inputs: isProviderType(type) && version !== "" ? { ...inputs, version } : inputs,
    dependencies: request.getDependenciesList(),
    propertyDependencies: readPropertyDependencies(request),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasurnsList(),
    customTimeouts: {
      create: seconds(timeouts?.getCreate()),
      update: seconds(timeouts?.getUpdate()),
      delete: seconds(timeouts?.getDelete()),
    },
  };
}

function readPropertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, property) => {
    result[property] = dependencies.getUrnsList();
  });
  return result;
}

/** Refuses a request that needs more than an evaluation has. */
export function refuseUnsupported(request: RegisterResourceRequest): void {
  // Nothing is updated or deleted here, so hooks for that never run, as in a first deployment.
  const {
    beforeCreateList = [],
    afterCreateList = [],
    onErrorList = [],
  } = request.getHooks()?.toObject() ?? {};
  const hooks = [...beforeCreateList, ...afterCreateList, ...onErrorList];
  const unsupported: [string, boolean][] = [
    ["is a remote component, which needs its provider plugin", request.getRemote()],
    ["uses the option 'import', which needs a cluster", request.getImportid() !== ""],
    ["uses transforms, which need the Pulumi CLI", request.getTransformsList().length > 0],
    ["uses hooks at its creation, which need the Pulumi CLI", hooks.length > 0],
    ["belongs to a parameterized package, which needs its plugin", request.getPackageref() !== ""],
  ];
  const [reason] = unsupported.find(([, used]) => used) ?? [];
  if (reason !== undefined) {
    throw new Error(`'${request.getName()}' of type ${request.getType()} ${reason}.`);
  }
}

const secondsPerUnit: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Seconds of a Go duration such as "1m30s". */
function seconds(duration = ""): number {
  return [...duration.matchAll(/([\d.]+)(ms|s|m|h)/g)].reduce(
    (sum, [, amount, unit = "s"]) => sum + Number(amount) * (secondsPerUnit[unit] ?? 1),
    0,
  );
}
