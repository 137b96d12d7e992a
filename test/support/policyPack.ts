import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import {
  AnalyzeRequest,
  type AnalyzeResponse,
  type AnalyzerInfo,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb.js";

import type { Configuration } from "../../policy/configuration";
import type { RegisteredObject, Remediation } from "../../render";
import { type Child, reportLines, startNode } from "../../render/childProcess";
import { Empty, fromStruct, grpc, messageLimits, toStruct } from "../../render/protocol";

/** What the pack reports. */
export interface Diagnostic {
  policy: string;
  level: EnforcementLevel;
  /** URN of the resource. */
  urn: string;
  message: string;
}

type Callback<Response> = (error: Error | null, response: Response) => void;

/** The policy pack in a process of its own, asked over gRPC, as the Pulumi CLI does it. */
export class PolicyPackProcess {
  private constructor(
    private readonly child: Child,
    private readonly client: AnalyzerClient,
  ) {}

  static async start(directory: string): Promise<PolicyPackProcess> {
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    // The address of an engine is a required argument; a pack that works never calls it.
    const args = [runner, "127.0.0.1:1", "."];
    const child = startNode(args, { directory, environment: {}, signal: undefined });
    const errors: string[] = [];
    void reportLines(child.stderr, (line) => errors.push(line));
    const { value: port } = await child.stdout[Symbol.asyncIterator]().next();
    if (port === undefined) {
      throw new Error(`the policy pack ended before it listened:\n${errors.join("\n")}`);
    }
    const credentials = grpc.credentials.createInsecure();
    return new PolicyPackProcess(
      child,
      new AnalyzerClient(`127.0.0.1:${port}`, credentials, messageLimits),
    );
  }

  /** Name, version and policies. */
  async info(): Promise<AnalyzerInfo.AsObject> {
    const info = await answer<AnalyzerInfo>((done) =>
      this.client.getAnalyzerInfo(new Empty(), done),
    );
    return info.toObject();
  }

  /** Sets levels and settings; policies that are not named keep what they have. */
  async configure(configuration: Configuration): Promise<void> {
    const request = new ConfigureAnalyzerRequest();
    for (const { rule, level, settings } of configuration) {
      const config = new PolicyConfig()
        .setEnforcementlevel(EnforcementLevel[level.toUpperCase() as "ADVISORY"])
        .setProperties(toStruct(settings as RegisteredObject["props"]));
      request.getPolicyconfigMap().set(rule.name, config);
    }
    await answer((done) => this.client.configure(request, done));
  }

  /** What the pack reports on a resource by itself. */
  async analyze(resource: RegisteredObject): Promise<Diagnostic[]> {
    const response = await answer<AnalyzeResponse>((done) =>
      this.client.analyze(analyzeRequest(resource), done),
    );
    return diagnosticsOf(response, resource.urn);
  }

  /** What the pack reports on a stack of resources. */
  async analyzeStack(resources: readonly RegisteredObject[]): Promise<Diagnostic[]> {
    const request = new AnalyzeStackRequest().setResourcesList(
      resources.map(({ type, name, urn, props }) =>
        new AnalyzerResource()
          .setType(type)
          .setName(name)
          .setUrn(urn)
          .setProperties(toStruct(props))
          .setOptions(new AnalyzerResourceOptions()),
      ),
    );
    const response = await answer<AnalyzeResponse>((done) =>
      this.client.analyzeStack(request, done),
    );
    return diagnosticsOf(response, "");
  }

  /** What the pack makes of a resource at the level `remediate`. */
  async remediate(resource: RegisteredObject): Promise<Remediation[]> {
    const response = await answer<RemediateResponse>((done) =>
      this.client.remediate(analyzeRequest(resource), done),
    );
    return response.getRemediationsList().map((one) => ({
      policy: one.getPolicyname(),
      props: fromStruct(one.getProperties()),
    }));
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.child.end();
  }
}

function answer<Response>(call: (done: Callback<Response>) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

function analyzeRequest({ type, name, urn, props }: RegisteredObject): AnalyzeRequest {
  return new AnalyzeRequest()
    .setType(type)
    .setName(name)
    .setUrn(urn)
    .setProperties(toStruct(props))
    .setOptions(new AnalyzerResourceOptions());
}

function diagnosticsOf(response: AnalyzeResponse, urn: string): Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    level: diagnostic.getEnforcementlevel(),
    urn: diagnostic.getUrn() || urn,
    message: diagnostic.getMessage(),
  }));
}
