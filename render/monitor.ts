import {
  DeploymentInfo,
  type ReadResourceRequest,
  type RegisterErrorHookRequest,
  type RegisterPackageRequest,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  type ResourceCallRequest,
  type ResourceInvokeRequest,
  ResourceMonitorFeature as Feature,
  type SupportsFeatureRequest,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb.js";

import { UserError } from "../model/userError";
import type { EngineContext } from "./engine";
import { Empty, fromStruct, toStruct } from "./protocol";
import { Registration, type RegistrationContext } from "./registration";

/** What the ResourceMonitor service works on. */
export interface MonitorContext extends EngineContext, RegistrationContext {}

// Error hooks are announced so that they can be refused: a program that uses them would wait for ever.
const features: Record<string, Feature> = {
  secrets: Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceReferences: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  aliasSpecs: Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  deletedWith: Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  resourceHooks: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
  errorHooks: Feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
};

/** The ResourceMonitor service: registers resources, refuses whatever needs a plugin or a cluster. */
export function monitorHandlers(context: MonitorContext) {
  const registration = new Registration(context);
  return {
    getDeploymentInfo: () =>
      new DeploymentInfo()
        .setProject(context.project)
        .setStack(context.stack)
        .setDryrun(true)
        .setSupportedfeaturesList(Object.values(features)),
    supportsFeature: (request: SupportsFeatureRequest) =>
      new SupportsFeatureResponse().setHassupport(request.getId() in features),

    registerResource(request: RegisterResourceRequest) {
      const { urn, id, outputs } = registration.register(request);
      return new RegisterResourceResponse().setUrn(urn).setId(id).setObject(toStruct(outputs));
    },
    registerResourceOutputs(request: RegisterResourceOutputsRequest) {
      const resource = context.table.get(request.getUrn());
      resource.outputs = { ...resource.outputs, ...fromStruct(request.getOutputs()) };
      return new Empty();
    },
    signalAndWaitForShutdown: () => new Empty(),

    invoke: (request: ResourceInvokeRequest) =>
      refuse(`calls the function '${request.getTok()}', which needs its provider plugin`),
    call: (request: ResourceCallRequest) =>
      refuse(`calls the method '${request.getTok()}', which needs its provider plugin`),
    readResource: (request: ReadResourceRequest) =>
      refuse(`reads '${request.getName()}' of type ${request.getType()}, which needs a cluster`),
    registerPackage: (request: RegisterPackageRequest) =>
      refuse(`uses the parameterized package '${request.getName()}', which needs its plugin`),
    registerStackTransform: () => refuse("uses stack transforms"),
    registerStackInvokeTransform: () => refuse("uses invoke transforms"),
    // A resource that would run it now is refused when it is registered.
    registerResourceHook: () => new Empty(),
    registerErrorHook: (request: RegisterErrorHookRequest) =>
      refuse(`uses the error hook '${request.getName()}', which needs the Pulumi CLI`),
  };
}

function refuse(what: string): never {
  throw new UserError(`The program ${what}.`);
}
