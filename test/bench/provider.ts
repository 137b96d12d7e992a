import type { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import {
  type CheckRequest,
  CheckResponse,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";

import { Empty, grpc, messageLimits } from "../../render/protocol";

// A provider that takes everything, so that a preview asks no cluster. Pulumi runs it in place of all providers; it starts
// about as fast as a compiled one, because it does not load the SDK.

const answers: Record<string, (request: never) => unknown> = {
  getPluginInfo: () => new PluginInfo(),
  cancel: () => new Empty(),
  configure: () => {
    const response = new ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    return response;
  },
  check: (request: CheckRequest) => {
    const response = new CheckResponse();
    response.setInputs(request.getNews());
    return response;
  },
  create: (request: CreateRequest) => {
    const response = new CreateResponse();
    response.setProperties(request.getProperties());
    return response;
  },
};

const calls: UntypedServiceImplementation = Object.fromEntries(
  Object.entries(answers).map(([name, answer]) => {
    const call: handleUnaryCall<unknown, unknown> = ({ request }, done) =>
      done(null, answer(request as never));
    return [name, call];
  }),
);

const server = new grpc.Server(messageLimits);
server.addService(ResourceProviderService, calls);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) {
    throw error;
  }
  // Where Pulumi reaches it.
  console.log(port);
});
