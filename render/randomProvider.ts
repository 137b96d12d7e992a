import type { Created, Resource } from "./resourceTable";
import { deriveBytes } from "./seed";
import { plain, type Properties } from "./values";

const defaultSpecial = "!@#$%&*()-_=+[]{}<>:?";

// Each character is drawn by one byte.
const mostCharacters = 256;

type ByteStream = Generator<number, never>;

const makers: Record<string, (inputs: Properties, bytes: StreamMaker) => Created> = {
  "random:index/randomBytes:RandomBytes": createBytes,
  "random:index/randomPassword:RandomPassword": createPassword,
  "random:index/randomUuid:RandomUuid": createUuid,
};

type StreamMaker = (purpose: string) => ByteStream;

/**
 * Makes a random resource. Its values depend on the seed, the URN and all inputs, so they are the same
 * on each run and change when the real provider would replace the resource.
 */
export function createRandom(resource: Resource, seed: Buffer): Created {
  const make = makers[resource.type];
  if (make === undefined) {
    throw new Error(`'${resource.name}' of type ${resource.type} needs its provider plugin.`);
  }
  const inputs = plain(resource.inputs, resource.urn) as Properties;
  const { keepers = {}, ...others } = inputs;
  const salt = canonical(keepers);
  return make(inputs, (purpose) =>
    byteStream((block) =>
      deriveBytes(
        seed,
        { urn: resource.urn, purpose: `${purpose}#${canonical(others)}#${block}`, salt },
        64,
      ),
    ),
  );
}

function createBytes(inputs: Properties, stream: StreamMaker): Created {
  const bytes = Buffer.from(take(stream("bytes"), lengthOf(inputs)));
  const base64 = bytes.toString("base64");
  return { id: base64, outputs: { ...inputs, base64, hex: bytes.toString("hex") } };
}

function lengthOf(inputs: Properties): number {
  const length = Number(inputs["length"]);
  if (!Number.isInteger(length) || length < 1) {
    throw new Error("The length of a random value must be a whole number of at least 1.");
  }
  return length;
}

function createUuid(inputs: Properties, stream: StreamMaker): Created {
  const bytes = Buffer.from(take(stream("uuid"), 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const result = bytes
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { id: result, outputs: { ...inputs, result } };
}

/** Has no bcryptHash: reading it gives an unknown value. */
function createPassword(inputs: Properties, stream: StreamMaker): Created {
  const options = {
    lower: true,
    upper: true,
    numeric: inputs["number"] ?? true,
    special: true,
    minLower: 0,
    minUpper: 0,
    minNumeric: 0,
    minSpecial: 0,
    ...inputs,
  };
  const { overrideSpecial } = inputs;
  const length = lengthOf(inputs);
  const classes = [
    { on: options.lower, least: options.minLower, letters: "abcdefghijklmnopqrstuvwxyz" },
    { on: options.upper, least: options.minUpper, letters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
    { on: options.numeric, least: options.minNumeric, letters: "0123456789" },
    {
      on: options.special,
      least: options.minSpecial,
      letters:
        typeof overrideSpecial === "string" && overrideSpecial !== ""
          ? overrideSpecial
          : defaultSpecial,
    },
  ];
  const union = classes.map((each) => (each.on === true ? each.letters : "")).join("");
  const drawnFrom = [union, ...classes.map(({ letters }) => letters)];
  if (drawnFrom.some((alphabet) => [...alphabet].length > mostCharacters)) {
    throw new Error(`A RandomPassword can draw from ${mostCharacters} characters at most.`);
  }
  const bytes = stream("password");
  const letters = classes.flatMap((each) => draw(bytes, each.letters, Number(each.least)));
  if (union === "" || letters.length > length) {
    throw new Error(`A RandomPassword of length ${length} cannot meet its character minimums.`);
  }
  letters.push(...draw(bytes, union, length - letters.length));
  const result = shuffle(letters, stream("order")).join("");
  return {
    id: "none",
    outputs: { ...options, number: options.numeric, result },
  };
}

/** Draws characters evenly: bytes beyond the largest multiple of the alphabet's size are dropped. */
function draw(bytes: ByteStream, alphabet: string, count: number): string[] {
  const characters = [...alphabet];
  const limit = 256 - (256 % characters.length);
  const drawn: string[] = [];
  while (drawn.length < count) {
    const byte = bytes.next().value;
    const character = characters[byte % characters.length];
    if (byte < limit && character !== undefined) {
      drawn.push(character);
    }
  }
  return drawn;
}

function shuffle(items: string[], bytes: ByteStream): string[] {
  return items
    .map((item) => ({ item, key: Buffer.from(take(bytes, 8)) }))
    .sort((a, b) => a.key.compare(b.key))
    .map(({ item }) => item);
}

function take(bytes: ByteStream, count: number): number[] {
  return Array.from({ length: count }, () => bytes.next().value);
}

function* byteStream(block: (index: number) => Buffer): ByteStream {
  for (let index = 0; ; index++) {
    yield* block(index);
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
