import type { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb.js";

import { engineHandlers } from "./engine";
import type { Failures } from "./failures";
import { type MonitorContext, monitorHandlers } from "./monitor";
import { grpc, messageLimits } from "./protocol";

/** Answers one request, or refuses it by throwing an error that says what cannot be done. */
type Handler = (request: never) => unknown;

/** The services that a program talks to, on a free port of the loopback address. */
export interface EngineServer {
  address: string;
  close(): void;
}

/** Starts both services of the engine. */
export async function startEngineServer(context: MonitorContext): Promise<EngineServer> {
  const server = new grpc.Server(messageLimits);
  server.addService(EngineService, calls(engineHandlers(context), context.failures));
  server.addService(ResourceMonitorService, calls(monitorHandlers(context), context.failures));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

function calls(
  handlers: Record<string, Handler>,
  failures: Failures,
): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [name, unaryCall(handle, failures)]),
  );
}

function unaryCall(handle: Handler, failures: Failures): handleUnaryCall<unknown, unknown> {
  return ({ request }, callback) => {
    try {
      callback(null, handle(request as never));
    } catch (error) {
      const { message } = error as Error;
      failures.refuse(message);
      callback({ code: grpc.status.INVALID_ARGUMENT, details: message });
    }
  };
}
