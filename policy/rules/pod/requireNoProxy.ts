import { workloadKinds } from "../../cel/admissionCheck";
import { all, cel, exists, type Expression } from "../../cel/expression";
import { environmentOf as celEnvironmentOf } from "../../cel/workload";
import { forEachWorkerUrl } from "../../cel/workerUrl";
import type { Field } from "../../model/field";
import { environmentOf, glanceWorkloadOf, workerUrlsOf } from "../../model/staging";
import type { ObjectRule } from "../../rule";

const proxies = ["http_proxy", "https_proxy", "all_proxy"];
const exceptions = ["no_proxy", "NO_PROXY"];
const hostPattern = "^[a-z]+://([^/:]+)";
const message =
  "must have NO_PROXY with .svc in it beside a proxy, because pods pass imports on to each other by names that a proxy cannot reach";

/** Distributed import is requests from pod to pod. */
export const requireNoProxy: ObjectRule = {
  name: "pod-require-no-proxy",
  title: "No proxy stands between the workers",
  description:
    "A Glance API pod with a proxy in its environment reaches the other pods without it.",
  severity: "high",
  level: "mandatory",
  rationale:
    "A pod hands the import of an image that another one has staged over to that one, by a URL that is known in the cluster " +
    "only. A proxy answers 502 or 503 to it, and the import ends in an error 500.",
  url: "https://docs.python.org/3/library/urllib.request.html#urllib.request.getproxies",
  remedy: "`NO_PROXY: .svc,localhost,127.0.0.1` beside `HTTP_PROXY` and `HTTPS_PROXY`",
  scope: "object",
  validate: (object) =>
    glanceWorkloadOf(object)
      .flatMap(({ containers }) => containers)
      .filter((container) => !workerUrlsOf(container).every((url) => isDirect(container, url)))
      .map((container) => ({ field: container.at("env"), message })),
  admission: {
    kinds: workloadKinds,
    validations: () => [
      {
        expression: forEachWorkerUrl((container, url) => isDirectInCel(container, url)),
        message: `env ${message}`,
      },
    ],
  },
};

/** Whether requests to a URL go around the proxy of a container, if there is one. */
function isDirect(container: Field, url: Field): boolean {
  const hasProxy = container
    .all("env[].name")
    .some(({ text = "" }) => proxies.includes(text.toLowerCase()));
  const given = environmentOf(container, ...exceptions);
  return !hasProxy || (given.length > 0 && given.every((entry) => namesHost(entry, url)));
}

/** Python takes an entry for the end of a host. */
function namesHost(entry: Field, url: Field): boolean {
  const host = new RegExp(hostPattern).exec(url.at("value").text ?? "")?.[1] ?? "";
  return (entry.at("value").text ?? "")
    .split(",")
    .map((end) => end.trim())
    .some((end) => end === "*" || (end !== "" && host.endsWith(end)));
}

function isDirectInCel(container: Expression, url: Expression): Expression {
  const env = celEnvironmentOf(container);
  const hasProxy = exists(env, "p", (p) => cel`${p}.name.lowerAscii() in ${proxies}`);
  const given = cel`${env}.filter(n, n.name in ${exceptions})`;
  return cel`(!${hasProxy} || (${given}.size() > 0 && ${all(given, "n", (n) => namesHostInCel(n, url))}))`;
}

function namesHostInCel(entry: Expression, url: Expression): Expression {
  const value = cel`${url}.?value.orValue("")`;
  const ends = cel`${entry}.?value.orValue("").split(",").map(e, e.trim())`;
  const isEnd = cel`(e != "" && ${value}.matches(${hostPattern}) && ${value}.split("/")[2].split(":")[0].endsWith(e))`;
  return cel`${ends}.exists(e, e == "*" || ${isEnd})`;
}
