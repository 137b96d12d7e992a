import {
  type AnalyzeDiagnostic,
  type AnalyzeResponse,
  AnalyzerHandshakeRequest,
  AnalyzerStackConfigureRequest,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
} from "@pulumi/pulumi/proto/analyzer_pb.js";

import { Analyzer } from "./analyzer";
import { analyzeRequest, analyzerResource } from "./analyzerMessages";
import type { ChildOptions } from "./childProcess";
import { readable } from "./failures";
import type { Limits } from "./limits";
import { type PolicySetting, policySettings, readPolicyConfig } from "./policyConfig";
import { type PolicyProcess, startPolicyProcess } from "./policyProcess";
import type { Project } from "./project";
import { fromStruct, toStruct } from "./protocol";
import type { Resource, ResourceTable } from "./resourceTable";
import type { Properties } from "./values";
import { isNotRun, type Violation } from "./violation";

/** What a pack is started with. */
export interface PolicyPackRun {
  target: { project: Project; stack: string; engineAddress: string };
  /** JSON file with the settings of the policies. */
  configFile: string | undefined;
  child: ChildOptions;
  limits: Limits;
  /** Masks the secrets of a message. */
  redact: (message: string) => string;
  report: (message: string) => void;
}

/** Starts and configures a policy pack; refuses a wrong configuration. */
export async function startPolicyPack(run: PolicyPackRun): Promise<PolicyPack> {
  const { child, limits, redact, report, target } = run;
  const config = run.configFile === undefined ? {} : readPolicyConfig(run.configFile);
  const process = await startPolicyProcess(target.engineAddress, child, limits.policyStart, report);
  const analyzer = new Analyzer(process.port, limits.policyCall, redact);
  try {
    await introduce(analyzer, target);
    const info = await analyzer.info();
    const settings = policySettings(info, config);
    await analyzer.configure(configureRequest(settings));
    return new PolicyPack(info.getName(), settings, analyzer, process, run);
  } catch (error) {
    analyzer.close();
    await process.child.end();
    throw error;
  }
}

/** A running policy pack: is sent resources and collects what it finds. */
export class PolicyPack {
  /** What the pack found, advisory and mandatory. */
  readonly violations: Violation[] = [];

  /** Whether any policy changes resources; without one the pack need not be asked. */
  private readonly remediates: boolean;

  constructor(
    private readonly name: string,
    private readonly settings: Map<string, PolicySetting>,
    private readonly analyzer: Analyzer,
    private readonly process: PolicyProcess,
    private readonly run: Pick<PolicyPackRun, "redact" | "report">,
  ) {
    this.remediates = [...settings.values()].some(
      ({ level }) => level === EnforcementLevel.REMEDIATE,
    );
  }

  /** The inputs of a resource after the pack's remediations. */
  async remediate(resource: Resource, provider?: Resource): Promise<Properties> {
    if (!this.remediates) {
      return resource.inputs;
    }
    const response = await this.analyzer.remediate(analyzeRequest(resource, provider));
    let { inputs } = resource;
    for (const remediation of response.getRemediationsList()) {
      const properties = remediation.getProperties();
      if (properties !== undefined) {
        inputs = fromStruct(properties);
        this.run.report(`${resource.urn}: changed by the policy '${remediation.getPolicyname()}'.`);
      } else if (remediation.getDiagnostic() !== "") {
        throw new Error(`${resource.urn}: ${remediation.getDiagnostic()}`);
      }
    }
    return inputs;
  }

  /** Checks the inputs of one resource. */
  async analyze(resource: Resource, provider?: Resource): Promise<void> {
    const request = analyzeRequest(resource, provider);
    this.record(await this.analyzer.analyze(request), resource.urn);
  }

  /** Checks the whole stack. */
  async analyzeStack(table: ResourceTable): Promise<void> {
    const resources = table
      .all()
      .map((resource) => analyzerResource(resource, table.find(resource.provider ?? "")));
    const request = new AnalyzeStackRequest().setResourcesList(resources);
    this.record(await this.analyzer.analyzeStack(request), "");
  }

  /** Ends the pack. */
  async close(): Promise<void> {
    this.analyzer.close();
    await this.process.child.end();
  }

  private record(response: AnalyzeResponse, urn: string): void {
    for (const diagnostic of response.getDiagnosticsList()) {
      this.violations.push(this.violation(diagnostic, urn));
    }
  }

  private violation(diagnostic: AnalyzeDiagnostic, urn: string): Violation {
    const policy = diagnostic.getPolicyname();
    const message = readable(this.run.redact(diagnostic.getMessage()));
    // A policy that could not run says so with level advisory, whatever its own level.
    const level = isNotRun(message)
      ? this.settings.get(policy)?.level
      : diagnostic.getEnforcementlevel();
    return {
      policy,
      pack: this.name,
      level: level === EnforcementLevel.ADVISORY ? "advisory" : "mandatory",
      urn: diagnostic.getUrn() || urn,
      message,
    };
  }
}

async function introduce(analyzer: Analyzer, target: PolicyPackRun["target"]): Promise<void> {
  const { engineAddress, project, stack } = target;
  const handshake = new AnalyzerHandshakeRequest()
    .setEngineAddress(engineAddress)
    .setRootDirectory(project.directory)
    .setProgramDirectory(project.directory);
  await analyzer.handshake(handshake);
  const stackRequest = new AnalyzerStackConfigureRequest()
    .setStack(stack)
    .setProject(project.name)
    .setOrganization("organization")
    .setDryRun(true);
  await analyzer.configureStack(stackRequest);
}

function configureRequest(settings: Map<string, PolicySetting>): ConfigureAnalyzerRequest {
  const request = new ConfigureAnalyzerRequest();
  for (const [name, { level, properties }] of settings) {
    const policy = new PolicyConfig().setEnforcementlevel(level);
    request.getPolicyconfigMap().set(name, policy.setProperties(toStruct(properties)));
  }
  return request;
}
