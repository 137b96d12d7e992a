import { UserError } from "../model/userError";

/** Bytes of one environment variable with its name, as Linux takes them. */
const limit = 131_071;

const variable = "PULUMI_CONFIG";

/**
 * The variable in which the SDK expects the configuration of a program, as the Pulumi CLI hands it over.
 *
 * @throws UserError for more than a variable can hold; names the largest value.
 */
export function programConfig(values: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(values).map(([key, value]) => [
    // The runner expects `glance:config:replicas`.
    key.replace(":", ":config:"),
    value,
  ]);
  const text = JSON.stringify(Object.fromEntries(entries));
  const bytes = Buffer.byteLength(`${variable}=${text}`);
  if (bytes > limit) {
    const [largest] = Object.entries(values).sort(([, a], [, b]) => b.length - a.length);
    throw new UserError(
      `The configuration has ${bytes} bytes, most of them in ${largest?.[0]}: Pulumi hands it to the program in one ` +
        `environment variable, which holds ${limit}; shorten it.`,
    );
  }
  return { [variable]: text };
}
