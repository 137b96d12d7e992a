import { leastGatewaySeconds } from "../../../model/gateway";
import { glanceBackends } from "../../model/backends";
import type { Field } from "../../model/field";
import type { KubernetesObject } from "../../model/kubernetesObject";
import type { ObjectViolation, StackRule } from "../../rule";

const nginx = "nginx.ingress.kubernetes.io";
const haproxy = "haproxy.router.openshift.io/timeout";
const because = "because the upload of an image may take hours";

/** Settings of the rule. */
interface Settings {
  leastSeconds: number;
}

/** What stands in front of Glance has limits of its own, made for small requests. */
export const requireGlanceTimeouts: StackRule<Settings> = {
  name: "route-require-glance-timeouts",
  title: "The way in cuts no upload off",
  description:
    "An HTTPRoute, Ingress or Route to Glance limits neither time nor size of a request.",
  severity: "high",
  level: "mandatory",
  rationale:
    "Gateways end requests after 15, 30 or 60 s and refuse bodies above 1 MiB unless they are told otherwise; uploads then end in 408, 413 or 504.",
  url: "https://gateway-api.sigs.k8s.io/guides/http-timeouts/",
  remedy:
    '`timeouts: {request: 0s}` of an HTTPRoute; `proxy-body-size: "0"` and `proxy-request-buffering: "off"` of ingress-nginx; a timeout of 60 s or more of a Route',
  settings: {
    leastSeconds: {
      type: "integer",
      default: leastGatewaySeconds,
      description:
        "Seconds that a proxy which waits for the next part of a request must wait at least",
    },
  },
  scope: "stack",
  validate: (stack, settings) =>
    [...new Set(glanceBackends(stack).map(({ object }) => object))].flatMap((object) =>
      violationsOf(object, settings).map((violation) => ({ object, ...violation })),
    ),
  admissionLimit: "Whether a Service leads to Glance only the Service and the StatefulSet say.",
};

function violationsOf(
  object: KubernetesObject,
  { leastSeconds }: Settings,
): Omit<ObjectViolation, "object">[] {
  const { kind, manifest } = object;
  const annotations = manifest.at("metadata", "annotations");
  if (kind === "HTTPRoute") {
    return manifest
      .all("spec.rules[].timeouts")
      .flatMap((timeouts) => [
        timeouts.at("request"),
        ...[timeouts.at("backendRequest")].filter(({ isAbsent }) => !isAbsent),
      ])
      .filter(({ text = "" }) => !/^(0+(h|m|s|ms))+$/.test(text))
      .map((field) => ({ field, message: `must be 0s, ${because}` }));
  }
  // A number alone is milliseconds for HAProxy, seconds for nginx.
  const unit = kind === "Route" ? "ms" : "s";
  const longEnough = (name: string) => seconds(annotations.at(name), unit) >= leastSeconds;
  const checks: [name: string, isRight: boolean, what: string][] =
    kind === "Route"
      ? [[haproxy, longEnough(haproxy), `${leastSeconds}s or more`]]
      : isNginx(manifest)
        ? [
            ...[
              ["proxy-body-size", "0"],
              ["proxy-request-buffering", "off"],
            ].map(([name = "", value = ""]): [string, boolean, string] => [
              `${nginx}/${name}`,
              annotations.at(`${nginx}/${name}`).text === value,
              `"${value}"`,
            ]),
            ...["proxy-read-timeout", "proxy-send-timeout"].map(
              (name): [string, boolean, string] => [
                `${nginx}/${name}`,
                longEnough(`${nginx}/${name}`),
                `"${leastSeconds}" or more`,
              ],
            ),
          ]
        : [];
  return checks
    .filter(([, isRight]) => !isRight)
    .map(([name, , what]) => ({
      field: annotations.place(name),
      message: `must be ${what}, ${because}`,
    }));
}

/** Of other controllers it is not known what they read; of one without a class, that it is not this one. */
function isNginx(manifest: Field): boolean {
  const className =
    manifest.at("spec", "ingressClassName").text ??
    manifest.at("metadata", "annotations", "kubernetes.io/ingress.class").text;
  return className === undefined || className.includes("nginx");
}

/** How many seconds the units of durations have. */
const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 };

/**
 * Seconds of a duration such as 60s, 10m or 2h; none of what is none.
 *
 * @param without The unit of a number alone.
 */
function seconds({ text = "" }: Field, without: string): number {
  const [, number = "0", unit = without] = /^(\d+)(ms|s|m|h|d)?$/.exec(text) ?? [];
  return Number(number) * (units[unit] ?? 0);
}
