import { UserError } from "../model/userError";
import type { Created, Resource } from "./resources";
import { deriveBytes } from "./seed";
import { plain, type Properties } from "./values";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

type ByteStream = Generator<number, never>;
type StreamMaker = (purpose: string) => ByteStream;

interface Maker {
  /** Inputs that it can take besides `length`, with the one value of each. */
  inputs: Properties;
  make: (length: number, stream: StreamMaker) => Created;
}

/** The random resources of the program; others, and other inputs, need the real provider. */
const makers: Readonly<Record<string, Maker>> = {
  "random:index/randomBytes:RandomBytes": { inputs: {}, make: createBytes },
  "random:index/randomPassword:RandomPassword": {
    inputs: { special: false },
    make: createPassword,
  },
};

/**
 * Makes a random resource. Its values depend on the seed, the URN and all inputs, so they are the same
 * on each run and change when the real provider would replace the resource.
 */
export function createRandom({ type, name, urn, inputs }: Resource, seed: Buffer): Created {
  const maker = makers[type];
  const given = plain(inputs, urn) as Properties;
  const { length, ...others } = given;
  if (maker === undefined || canonical(others) !== canonical(maker.inputs)) {
    const what = maker === undefined ? "" : ` with the inputs ${Object.keys(given).join(", ")}`;
    throw new UserError(`'${name}' of type ${type}${what} needs its provider plugin.`);
  }
  if (!Number.isInteger(length) || Number(length) < 1) {
    throw new UserError(`The length of '${name}' must be a whole number of at least 1.`);
  }
  const { id, outputs } = maker.make(Number(length), (purpose) =>
    byteStream((block) => deriveBytes(seed, `${urn}#${purpose}#${canonical(given)}#${block}`, 64)),
  );
  return { id, outputs: { ...given, ...outputs } };
}

function createBytes(length: number, stream: StreamMaker): Created {
  const bytes = Buffer.from(take(stream("bytes"), length));
  const base64 = bytes.toString("base64");
  return { id: base64, outputs: { base64, hex: bytes.toString("hex") } };
}

/** Has no bcryptHash: reading it gives an unknown value. */
function createPassword(length: number, stream: StreamMaker): Created {
  const order = stream("order");
  // The shuffle makes nothing more random; without it, passwords that are in use would change.
  const result = draw(stream("password"), length)
    .map((letter) => ({ letter, key: Buffer.from(take(order, 8)) }))
    .sort((a, b) => a.key.compare(b.key))
    .map(({ letter }) => letter);
  return { id: "none", outputs: { result: result.join("") } };
}

/** Draws letters evenly: bytes beyond the largest multiple of their number are dropped. */
function draw(bytes: ByteStream, count: number): string[] {
  const limit = 256 - (256 % letters.length);
  const drawn: string[] = [];
  while (drawn.length < count) {
    const byte = bytes.next().value;
    if (byte < limit) {
      drawn.push(letters.charAt(byte % letters.length));
    }
  }
  return drawn;
}

function take(bytes: ByteStream, count: number): number[] {
  return Array.from({ length: count }, () => bytes.next().value);
}

function* byteStream(block: (index: number) => Buffer): ByteStream {
  for (let index = 0; ; index++) {
    yield* block(index);
  }
}

/** Flat properties as text, whatever the order of their keys. */
function canonical(properties: Properties): string {
  return JSON.stringify(properties, Object.keys(properties).sort());
}
