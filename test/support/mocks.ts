import * as pulumi from "@pulumi/pulumi";

/** A resource as the program registered it, with secrets unwrapped. */
export interface Registration {
  type: string;
  name: string;
  /** Inputs as plain values. */
  inputs: any;
  /** Paths of the inputs that were secrets, such as `stringData`. */
  secrets: string[];
}

const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const signatureKey = "4dabf18193072939515e22adb298388d";

/** Runs a program or a part of one under mocks and returns what it registered. */
export async function record(build: () => void): Promise<Registration[]> {
  const registrations: Registration[] = [];
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ type, name, inputs }) => {
      const secrets: string[] = [];
      registrations.push({ type, name, inputs: unwrap(inputs, "", secrets), secrets });
      return { id: `${name}-id`, state: { ...inputs, ...randomOutputs[type] } };
    },
    call: ({ token }) => {
      throw new Error(`unexpected call of ${token}`);
    },
  };
  await pulumi.runtime.setMocks(mocks, "glance", "test");
  // The SDK's mocks announce hooks and have no method for them.
  Object.assign(pulumi.runtime.getMonitor() as object, { registerResourceHook });
  build();
  await pulumi.runtime.disconnect();
  return registrations;
}

function registerResourceHook(_request: unknown, done: (error: null) => void): void {
  done(null);
}

/** The only registration of a kind with this name. */
export function find(registrations: Registration[], kind: string, name: string): Registration {
  const found = registrations.filter(
    ({ type, inputs }) => type.endsWith(`:${kind}`) && inputs.metadata?.name === name,
  );
  if (found.length !== 1 || found[0] === undefined) {
    throw new Error(`${found.length} registrations of ${kind} ${name}`);
  }
  return found[0];
}

const randomOutputs: Record<string, object> = {
  "random:index/randomBytes:RandomBytes": {
    base64: Buffer.alloc(16, 7).toString("base64"),
    hex: "07".repeat(16),
  },
  "random:index/randomPassword:RandomPassword": { result: "made-password" },
};

function unwrap(value: any, path: string, secrets: string[]): any {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (value[signatureKey] === secretSignature) {
    secrets.push(path);
    return unwrap(value.value, path, secrets);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => unwrap(item, `${path}[${index}]`, secrets));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      unwrap(child, path === "" ? key : `${path}.${key}`, secrets),
    ]),
  );
}
