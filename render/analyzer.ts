import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import type {
  AnalyzeRequest,
  AnalyzerHandshakeRequest,
  AnalyzerStackConfigureRequest,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
} from "@pulumi/pulumi/proto/analyzer_pb.js";

import { readable } from "./failures";
import { Empty, grpc, messageLimits } from "./protocol";

type Call<Request, Response> = (
  request: Request,
  metadata: InstanceType<typeof grpc.Metadata>,
  options: { deadline: number },
  callback: (error: CallError | null, response: Response) => void,
) => unknown;

type CallError = Error & { code?: number; details?: string };

/** The calls to a running policy pack, each within a time limit. */
export class Analyzer {
  private readonly client: AnalyzerClient;

  /**
   * @param limit Milliseconds that each call may take.
   * @param redact Masks the secrets of a message.
   */
  constructor(
    port: number,
    private readonly limit: number,
    private readonly redact: (message: string) => string,
  ) {
    const credentials = grpc.credentials.createInsecure();
    this.client = new AnalyzerClient(`127.0.0.1:${port}`, credentials, messageLimits);
  }

  /** Introduces the evaluator; a pack without this call is fine. */
  async handshake(request: AnalyzerHandshakeRequest) {
    await this.optional(this.call(this.client.handshake.bind(this.client), request));
  }

  /** Tells for which stack the pack runs; a pack without this call is fine. */
  async configureStack(request: AnalyzerStackConfigureRequest) {
    await this.optional(this.call(this.client.configureStack.bind(this.client), request));
  }

  /** What the pack consists of. */
  info() {
    return this.call(this.client.getAnalyzerInfo.bind(this.client), new Empty());
  }

  /** Sets level and properties of every policy. */
  configure(request: ConfigureAnalyzerRequest) {
    return this.call(this.client.configure.bind(this.client), request);
  }

  /** Lets the pack change one resource. */
  remediate(request: AnalyzeRequest) {
    return this.call(this.client.remediate.bind(this.client), request);
  }

  /** Lets the pack check one resource. */
  analyze(request: AnalyzeRequest) {
    return this.call(this.client.analyze.bind(this.client), request);
  }

  /** Lets the pack check the whole stack. */
  analyzeStack(request: AnalyzeStackRequest) {
    return this.call(this.client.analyzeStack.bind(this.client), request);
  }

  /** Closes the connection. */
  close(): void {
    this.client.close();
  }

  private async optional(call: Promise<unknown>): Promise<void> {
    await call.catch((error: CallError) => {
      if (error.code !== grpc.status.UNIMPLEMENTED) {
        throw error;
      }
    });
  }

  private call<Request, Response>(
    method: Call<Request, Response>,
    request: Request,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      const deadline = Date.now() + this.limit;
      method(request, new grpc.Metadata(), { deadline }, (error, response) =>
        error === null ? resolve(response) : reject(this.explain(error)),
      );
    });
  }

  private explain({ code, details = "" }: CallError): Error {
    const message =
      code === grpc.status.DEADLINE_EXCEEDED
        ? `The policy pack did not answer within ${this.limit / 1000} s.`
        : `The policy pack failed: ${readable(this.redact(details))}`;
    return Object.assign(new Error(message), { code });
  }
}
