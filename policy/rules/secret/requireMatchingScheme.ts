import { posix } from "node:path";

import { configurationFiles } from "../../model/configurationFiles";
import { mayHavePrivateKey } from "../../model/privateKey";
import type { Stack } from "../../model/stack";
import { workerUrlsOf } from "../../model/staging";
import { unseenConfigurations } from "../../model/unseenConfigurations";
import type { Workload } from "../../model/workload";
import type { ObjectViolation, StackRule } from "../../rule";

const off = "must set SSLEngine on, because the URLs of the workers begin with https";
const on = "must not set SSLEngine on, because the URLs of the workers begin with http";

const keyless =
  "must begin with http, because no container of the pod has a private key with which it could serve https";

/** What a URL says and what Apache speaks must be the same. */
export const requireMatchingScheme: StackRule = {
  name: "secret-require-matching-scheme",
  title: "Pods speak what the worker URLs say",
  description:
    "Apache in front of Glance speaks HTTPS just when the URLs of its workers do; without Apache, a pod with such a URL has a private key.",
  severity: "high",
  level: "mandatory",
  rationale: "Otherwise no import can be passed on to a worker: it ends in an error 500.",
  url: "https://httpd.apache.org/docs/2.4/mod/mod_ssl.html#sslengine",
  remedy: "`SSLEngine on` in `httpd.conf` where the worker URLs begin with `https`, and only there",
  scope: "stack",
  validate: (stack) => stack.glanceApis.flatMap((set) => schemeViolations(set, stack)),
  admissionLimit:
    "StatefulSet and Secret are two objects, and the CEL of the API server cannot decode a Secret.",
};

function schemeViolations(set: Workload, stack: Stack): ObjectViolation[] {
  const urls = set.containers.flatMap(workerUrlsOf).map((url) => url.at("value"));
  const secure = urls.find(({ text = "" }) => text.startsWith("https:"));
  const files = set.containers
    .flatMap(configurationFiles(set, stack))
    .filter(({ path }) => posix.basename(path) === "httpd.conf");
  // The same file may be mounted into several containers.
  const [file] = urls.length === 0 ? [] : files;
  if (file !== undefined) {
    const isSecure = secure !== undefined;
    return /^\s*SSLEngine\s+on\b/im.test(file.read()) === isSecure
      ? []
      : [{ object: file.object, field: file.field, message: isSecure ? off : on }];
  }
  if (secure === undefined || mayHavePrivateKey(set, stack)) {
    return [];
  }
  // Who leaves out the volumes with the configuration leaves out others as well.
  return unseenConfigurations(stack).some(({ object }) => object === set)
    ? []
    : [{ object: set, field: secure, message: keyless }];
}
