import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

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
} from "@pulumi/pulumi/proto/analyzer_pb.js";

// Pulumi's generated code accepts objects of its own copies of these packages only.
const requireOfPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
const { credentials } = requireOfPulumi("@grpc/grpc-js");
const { Empty } = requireOfPulumi("google-protobuf/google/protobuf/empty_pb");
const { Struct } = requireOfPulumi("google-protobuf/google/protobuf/struct_pb");

/** A struct cannot hold `undefined`. */
const toStruct = (value: object) => Struct.fromJavaScript(JSON.parse(JSON.stringify(value)));

/** The policy pack in a process of its own, as the Pulumi CLI runs it. */
export class PolicyPackProcess {
  private constructor(
    private readonly process: ChildProcess,
    private readonly client: AnalyzerClient,
  ) {}

  static async start(directory: string): Promise<PolicyPackProcess> {
    const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    // The address of an engine is a required argument; a pack that works never calls it.
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk) => (errors += chunk));
    const exit = once(child, "exit").then(() => {
      throw new Error(`the policy pack ended before it listened:\n${errors}`);
    });
    const [port] = await Promise.race([once(createInterface(child.stdout), "line"), exit]);
    exit.catch(() => undefined);
    return new PolicyPackProcess(
      child,
      new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()),
    );
  }

  /** Name, version and policies. */
  info(): Promise<AnalyzerInfo.AsObject> {
    return new Promise((resolve, reject) => {
      this.client.getAnalyzerInfo(new Empty(), (error, info) =>
        error ? reject(error) : resolve(info.toObject()),
      );
    });
  }

  /** What the pack reports on a resource. */
  analyze(type: string, properties: object): Promise<AnalyzeResponse.AsObject["diagnosticsList"]> {
    const request = new AnalyzeRequest();
    request.setType(type);
    request.setName("logical-name");
    request.setUrn(`urn:pulumi:test::glance::${type}::logical-name`);
    request.setProperties(toStruct(properties));
    request.setOptions(new AnalyzerResourceOptions());
    return new Promise((resolve, reject) => {
      this.client.analyze(request, (error, response) =>
        error ? reject(error) : resolve(response.toObject().diagnosticsList),
      );
    });
  }

  /** What the pack reports on a stack of resources. */
  analyzeStack(
    resources: readonly { type: string; properties: object }[],
  ): Promise<AnalyzeResponse.AsObject["diagnosticsList"]> {
    const request = new AnalyzeStackRequest().setResourcesList(
      resources.map(({ type, properties }, index) =>
        new AnalyzerResource()
          .setType(type)
          .setName(`resource-${index}`)
          .setUrn(`urn:pulumi:test::glance::${type}::resource-${index}`)
          .setProperties(toStruct(properties))
          .setOptions(new AnalyzerResourceOptions()),
      ),
    );
    return new Promise((resolve, reject) => {
      this.client.analyzeStack(request, (error, response) =>
        error ? reject(error) : resolve(response.toObject().diagnosticsList),
      );
    });
  }

  /** What the pack makes of the properties of a resource at the level `remediate`. */
  remediate(type: string, properties: object): Promise<object[]> {
    const request = new AnalyzeRequest();
    request.setType(type);
    request.setName("logical-name");
    request.setUrn(`urn:pulumi:test::glance::${type}::logical-name`);
    request.setProperties(toStruct(properties));
    request.setOptions(new AnalyzerResourceOptions());
    return new Promise((resolve, reject) => {
      this.client.remediate(request, (error, response) =>
        error
          ? reject(error)
          : resolve(
              response
                .getRemediationsList()
                .map((one) => one.getProperties()?.toJavaScript() ?? {}),
            ),
      );
    });
  }

  /** Sets level and settings of one policy; of all others the pack takes its own. */
  configure(name: string, level: keyof typeof EnforcementLevel, settings: object): Promise<void> {
    const request = new ConfigureAnalyzerRequest();
    const config = new PolicyConfig().setEnforcementlevel(EnforcementLevel[level]);
    request.getPolicyconfigMap().set(name, config.setProperties(toStruct(settings)));
    return new Promise((resolve, reject) => {
      this.client.configure(request, (error) => (error ? reject(error) : resolve()));
    });
  }

  async stop(): Promise<void> {
    this.client.close();
    const exited = once(this.process, "exit");
    this.process.kill();
    await exited;
  }
}
