import { createRequire } from "node:module";

import type * as Grpc from "@grpc/grpc-js";
import type * as EmptyModule from "google-protobuf/google/protobuf/empty_pb.js";
import type * as StructModule from "google-protobuf/google/protobuf/struct_pb.js";

import type { Properties } from "./values";

// The SDK's generated messages check with instanceof, so gRPC and protobuf must be the very copies
// that @pulumi/pulumi itself loads.
const ownRequire = createRequire(require.resolve("@pulumi/pulumi/package.json"));

/** The SDK's own copy of gRPC. */
export const grpc = ownRequire("@grpc/grpc-js") as typeof Grpc;

/** The SDK's own empty message. */
export const { Empty } = ownRequire(
  "google-protobuf/google/protobuf/empty_pb.js",
) as typeof EmptyModule;

const { Struct } = ownRequire(
  "google-protobuf/google/protobuf/struct_pb.js",
) as typeof StructModule;

/** gRPC options of both sides: AnalyzeStack carries the whole stack, beyond the default of 4 MiB. */
export const messageLimits: Grpc.ChannelOptions = {
  "grpc.max_receive_message_length": 400 * 1024 * 1024,
  "grpc.max_send_message_length": 400 * 1024 * 1024,
};

/** Properties as a message; goes through JSON because a Struct cannot hold undefined. */
export function toStruct(properties: Properties): StructModule.Struct {
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as Properties);
}

/** The properties of a message, with keys in alphabetical order; none for a message left out. */
export function fromStruct(struct: StructModule.Struct | undefined): Properties {
  return struct === undefined ? {} : struct.toJavaScript();
}
