import { type ApiType, allApiTypes, statefulSetName } from "../../model/names";
import type { Stack } from "../stack";
import { maskedConfig } from "./maskedConfig";

interface Secret {
  metadata: { name: string };
  data?: Record<string, string>;
}

/**
 * Prints the configuration that the pods of one API, or of all, are started with, file by file; standard error tells where it
 * was read.
 *
 * @throws Error when there is no configuration.
 */
export async function config(
  { cluster }: Stack,
  api: ApiType | undefined,
  options: { showSecrets: boolean; json: boolean },
): Promise<void> {
  const names = (api === undefined ? allApiTypes : [api]).map(secretName);
  const secrets = await cluster.getObjects<Secret>(["secret", ...names]);
  if (secrets.length === 0) {
    throw new Error(
      `There is no Secret ${names.join(", ")} in namespace ${cluster.namespace}: run npm run up, or name another API.`,
    );
  }
  const [program, connection] = cluster.command();
  console.error(`As it stands in the cluster, read with ${[program, ...connection].join(" ")}.`);
  const files = secrets.flatMap(({ metadata: { name }, data = {} }) =>
    Object.entries(data).map(([file, encoded]) => {
      const text = Buffer.from(encoded, "base64").toString("utf8");
      return { secret: name, file, text: options.showSecrets ? text : maskedConfig(file, text) };
    }),
  );
  console.log(
    options.json
      ? JSON.stringify(files, undefined, 2)
      : files.map(({ secret, file, text }) => `== ${secret} ${file}\n${text}`).join("\n"),
  );
}

function secretName(api: ApiType): string {
  return `${statefulSetName(api)}-config-data`;
}
