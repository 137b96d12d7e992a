import {
  GetRootResourceResponse,
  type LogRequest,
  LogSeverity,
  RequirePulumiVersionResponse,
  type SetRootResourceRequest,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb.js";

import type { Failures } from "./failures";
import { Empty } from "./protocol";

/** What the Engine service works on. */
export interface EngineContext {
  failures: Failures;
  /** Receives the program's messages. */
  report: (message: string) => void;
}

// A stack output that vanishes in silence is a mistake.
const vanishedOutput = /^Undefined value .* will not show as a stack output/;

/** The Engine service: messages, and the URN of the stack. */
export function engineHandlers({ failures, report }: EngineContext) {
  let root = "";
  return {
    log(request: LogRequest) {
      const message = request.getMessage();
      if (request.getSeverity() === LogSeverity.ERROR || vanishedOutput.test(message)) {
        failures.log(message);
      } else if (request.getSeverity() !== LogSeverity.DEBUG) {
        report(message);
      }
      return new Empty();
    },
    getRootResource() {
      return new GetRootResourceResponse().setUrn(root);
    },
    setRootResource(request: SetRootResourceRequest) {
      root = request.getUrn();
      return new SetRootResourceResponse();
    },
    startDebugging: () => new Empty(),
    requirePulumiVersion: () => new RequirePulumiVersionResponse(),
  };
}
