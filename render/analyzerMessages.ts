import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
} from "@pulumi/pulumi/proto/analyzer_pb.js";

import { toStruct } from "./protocol";
import type { Resource } from "./resourceTable";
import { containsUnknown, type Properties } from "./values";

/** A resource as a policy for single resources sees it: with its inputs. */
export function analyzeRequest(resource: Resource, provider: Resource | undefined): AnalyzeRequest {
  return new AnalyzeRequest()
    .setType(resource.type)
    .setUrn(resource.urn)
    .setName(resource.name)
    .setProperties(toStruct(resource.inputs))
    .setOptions(options(resource))
    .setProvider(providerMessage(provider));
}

/** A resource as a policy for the whole stack sees it: with its outputs, place and dependencies. */
export function analyzerResource(
  resource: Resource,
  provider: Resource | undefined,
): AnalyzerResource {
  const message = new AnalyzerResource()
    .setType(resource.type)
    .setUrn(resource.urn)
    .setName(resource.name)
    .setProperties(toStruct(withoutClusterFields(resource)))
    .setOptions(options(resource))
    .setProvider(providerMessage(provider))
    .setParent(resource.parent ?? "")
    .setDependenciesList(resource.dependencies);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    if (urns.length > 0) {
      message
        .getPropertydependenciesMap()
        .set(property, new AnalyzerPropertyDependencies().setUrnsList(urns));
    }
  }
  return message;
}

// A policy that touches an unknown is not evaluated, so what only a cluster fills in is left out.
function withoutClusterFields({ inputs, outputs }: Resource): Properties {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, value]) => {
      const shown = containsUnknown(value) ? inputs[name] : value;
      return shown === undefined ? [] : [[name, shown]];
    }),
  );
}

function options(resource: Resource): AnalyzerResourceOptions {
  return new AnalyzerResourceOptions()
    .setProtect(resource.protect)
    .setIgnorechangesList(resource.ignoreChanges)
    .setAdditionalsecretoutputsList(resource.additionalSecretOutputs)
    .setAliasesList(resource.aliases)
    .setParent(resource.parent ?? "")
    .setCustomtimeouts(
      new AnalyzerResourceOptions.CustomTimeouts()
        .setCreate(resource.customTimeouts.create)
        .setUpdate(resource.customTimeouts.update)
        .setDelete(resource.customTimeouts.delete),
    );
}

function providerMessage(provider: Resource | undefined): AnalyzerProviderResource | undefined {
  return provider === undefined
    ? undefined
    : new AnalyzerProviderResource()
        .setType(provider.type)
        .setUrn(provider.urn)
        .setName(provider.name)
        .setProperties(toStruct(provider.inputs));
}
