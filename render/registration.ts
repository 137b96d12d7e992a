import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";

import type { PolicyPack } from "./policyPack";
import type { Redactor } from "./redactor";
import { readRequest, refuseUnsupported } from "./resourceRequest";
import { bareResource, type Resource, type ResourceTable } from "./resourceTable";
import { check, create, isProviderType, providerType, refuseForeignType } from "./standIn";
import { packageOf, resourceUrn } from "./urn";
import { type Properties, secret, secretTexts } from "./values";

/** What every registration of a run shares. */
export interface RegistrationContext {
  project: string;
  stack: string;
  seed: Buffer;
  table: ResourceTable;
  redactor: Redactor;
  /** Packages whose default provider is disabled; `*` for all. */
  disabledDefaultProviders: readonly string[];
  /** The pack that sees every resource; requests wait until it is configured. */
  policies: Promise<PolicyPack | undefined>;
}

/** Registers resources: naming, stand-in providers and policies, in the engine's order. */
export class Registration {
  private readonly defaultProviders = new Map<string, Promise<Resource>>();
  private root: string | undefined;

  constructor(private readonly context: RegistrationContext) {}

  /** Handles one request; requests run concurrently. */
  async register(request: RegisterResourceRequest): Promise<Resource> {
    refuseUnsupported(request);
    const { project, stack } = this.context;
    const type = request.getType();
    const isRoot = type === "pulumi:pulumi:Stack";
    const parent = isRoot ? undefined : request.getParent() || this.root;
    const urn = resourceUrn(stack, project, parent, type, request.getName());
    if (isRoot) {
      this.root = urn;
    }
    const resource = readRequest(request, urn, parent);
    // Before the first await: a second request for this URN may already be waiting.
    this.context.table.add(resource);
    if (resource.custom) {
      refuseForeignType(type, resource.name);
    }
    if (resource.custom && !isProviderType(type)) {
      resource.provider = await this.provider(request, urn);
    }
    return this.complete(resource);
  }

  private async complete(resource: Resource): Promise<Resource> {
    const { redactor, seed, table } = this.context;
    const policies = await this.context.policies;
    if (resource.custom) {
      resource.inputs = check(resource, table, seed);
    }
    redactor.add(secretTexts(resource.inputs));
    const provider = resource.provider === undefined ? undefined : table.get(resource.provider);
    if (policies !== undefined) {
      resource.inputs = await policies.remediate(resource, provider);
      await policies.analyze(resource, provider);
    }
    if (resource.custom) {
      const { id, outputs } = create(resource, seed);
      resource.id = id;
      resource.outputs = markSecret(outputs, resource.additionalSecretOutputs);
      redactor.add(secretTexts(resource.outputs));
    }
    return resource;
  }

  private async provider(request: RegisterResourceRequest, urn: string): Promise<string> {
    const reference = request.getProvider();
    if (reference !== "") {
      // A reference is URN::ID.
      return reference.slice(0, reference.lastIndexOf("::"));
    }
    const packageName = packageOf(request.getType());
    const disabled = this.context.disabledDefaultProviders;
    if (disabled.includes("*") || disabled.includes(packageName)) {
      throw new Error(
        `Default provider for '${packageName}' disabled. '${urn}' must use an explicit provider.`,
      );
    }
    const key = `${packageName}@${request.getVersion()}`;
    const provider =
      this.defaultProviders.get(key) ?? this.makeDefaultProvider(packageName, request.getVersion());
    this.defaultProviders.set(key, provider);
    return (await provider).urn;
  }

  private makeDefaultProvider(packageName: string, version: string): Promise<Resource> {
    const { project, stack, table } = this.context;
    const type = providerType(packageName);
    const name = ["default", ...version.split(".").filter(Boolean)].join("_");
    const provider: Resource = {
      ...bareResource(resourceUrn(stack, project, undefined, type, name), type, name),
      custom: true,
      inputs: version === "" ? {} : { version },
    };
    table.add(provider);
    return this.complete(provider);
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
