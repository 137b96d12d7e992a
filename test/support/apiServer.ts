import { readFileSync } from "node:fs";
import { request } from "node:https";

import { parse } from "yaml";

import { admissionKinds, type AdmissionKind } from "../../policy/cel/admissionCheck";
import type { Manifest } from "../policy/fixtures/fixture";

/** What the API server answers. */
export interface Answer {
  status: number;
  /** Warnings beside the answer. */
  warnings: string[];
  /** The object, or why it is refused. */
  body: any;
}

/**
 * A client of an API server that creates objects without keeping them. It shows the warnings of each request, which
 * kubectl prints once for all.
 */
export class ApiServer {
  private readonly cluster: any;
  private readonly user: any;

  constructor(kubeconfig: string) {
    const config = parse(readFileSync(kubeconfig, "utf8"));
    this.cluster = config.clusters[0].cluster;
    this.user = config.users[0].user;
  }

  /** Creates an object in a dry run. */
  createDry(manifest: Manifest): Promise<Answer> {
    const [group, version, resource] = admissionKinds[manifest.kind as AdmissionKind];
    const { namespace } = manifest.metadata;
    const path = [
      group === "" ? `/api/${version}` : `/apis/${group}/${version}`,
      ...(namespace === undefined ? [] : ["namespaces", namespace]),
      `${resource}?dryRun=All`,
    ].join("/");
    return this.post(path, JSON.stringify(manifest));
  }

  private post(path: string, text: string): Promise<Answer> {
    const decode = (base64: string) => Buffer.from(base64, "base64");
    return new Promise((resolve, reject) => {
      const call = request(
        new URL(path, this.cluster.server),
        {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          ca: decode(this.cluster["certificate-authority-data"]),
          cert: decode(this.user["client-certificate-data"]),
          key: decode(this.user["client-key-data"]),
        },
        (response) => {
          response.toArray().then((chunks) => {
            resolve({
              status: response.statusCode ?? 0,
              warnings: response.rawHeaders.filter(
                (_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === "warning",
              ),
              body: JSON.parse(Buffer.concat(chunks).toString()),
            });
          }, reject);
        },
      );
      call.on("error", reject);
      call.end(text);
    });
  }
}
