import type { ResourceValidationPolicy } from "@pulumi/policy";

import { apiPort, workerUrlVariable } from "../components/names";
import type { Field } from "./field";
import { apiContainerName, isGlanceApi, workerUrlsOf } from "./staging";
import { workloadsOf, type Workload } from "./workload";

/** Every worker must be told a URL that leads to itself and to no other worker. */
export const requireOwnWorkerUrl: ResourceValidationPolicy = {
  name: "statefulset-require-own-worker-url",
  description: "A Glance API pod tells the other workers a URL that leads to itself alone.",
  enforcementLevel: "mandatory",
  validateResource: (args, reportViolation) => {
    for (const workload of workloadsOf(args)) {
      if (isGlanceApi(workload)) {
        for (const problem of [...serviceProblems(workload), ...environmentProblems(workload)]) {
          reportViolation(`${workload.title}: ${problem}.`);
        }
      }
    }
  },
};

/** Of other kinds, and of what a patch leaves out, nothing is known to be missing. */
function mustBeComplete({ kind, isPatch }: Workload): boolean {
  return kind === "StatefulSet" && !isPatch;
}

function serviceProblems(workload: Workload): string[] {
  const serviceName = workload.manifest.at("spec", "serviceName");
  return serviceName.text === undefined && mustBeComplete(workload)
    ? [`${serviceName.path} must name the headless Service that gives each pod a DNS name`]
    : [];
}

function environmentProblems(workload: Workload): string[] {
  const workers = workload.containers.filter(
    (container) =>
      container.at("name").text === apiContainerName || workerUrlsOf(container).length > 0,
  );
  if (workers.length === 0 && mustBeComplete(workload)) {
    return [`a container named '${apiContainerName}' must run Glance and set ${workerUrlVariable}`];
  }
  return workers.flatMap((container) => {
    const urls = workerUrlsOf(container);
    if (urls.length > 0) {
      return urls.flatMap((url) => urlProblems(workload, container, url));
    }
    if (mustBeComplete(workload)) {
      return [`${container.at("env").path} must set ${workerUrlVariable} to ${ownUrl(workload)}`];
    }
    return workload.isPatch ? podNameProblems(workload, container, "POD_NAME") : [];
  });
}

/** The value itself stays out of every message: an address may carry a password. */
function urlProblems(workload: Workload, container: Field, url: Field): string[] {
  const variable = podVariableOf(workload, url.at("value").text ?? "");
  if (variable === undefined) {
    return [`${url.at("value").path} must be ${ownUrl(workload)} (or https)`];
  }
  return podNameProblems(workload, container, variable, url);
}

/**
 * The definition that Kubernetes uses for the URL is the last one before it. A patch is merged by
 * name, so there the order says nothing, and an absent definition is left as it is.
 */
function podNameProblems(
  { isPatch }: Workload,
  container: Field,
  variable: string,
  url?: Field,
): string[] {
  const env = container.at("env").items();
  const end = isPatch ? env.length : env.findIndex(({ path }) => path === url?.path);
  const definition = env
    .slice(0, end)
    .filter((entry) => entry.at("name").text === variable)
    .at(-1);
  const isPodName =
    definition === undefined
      ? isPatch
      : definition.at("valueFrom", "fieldRef", "fieldPath").text === "metadata.name";
  return isPodName
    ? []
    : [
        `${container.at("env").path} must define the variable that names the pod, before ` +
          `${workerUrlVariable}, by valueFrom.fieldRef.fieldPath "metadata.name"`,
      ];
}

/** The variable that stands for the pod in a well-formed worker URL, `POD_NAME` for example. */
function podVariableOf({ manifest }: Workload, url: string): string | undefined {
  const [, variable, domain = "", port] =
    /^https?:\/\/\$\(([A-Za-z_][\w.-]*)\)\.([a-z0-9.-]+):(\d{1,5})$/.exec(url) ?? [];
  const [service, namespace, ...suffix] = domain.split(".");
  const isPodDomain =
    isSameName(service, manifest.at("spec", "serviceName")) &&
    isSameName(namespace, manifest.at("metadata", "namespace")) &&
    ["svc", "svc.cluster.local"].includes(suffix.join("."));
  const isPort = Number(port) >= 1 && Number(port) <= 65535;
  return isPodDomain && isPort ? variable : undefined;
}

/** Any name will do where the manifest leaves it to a default or a patch. */
function isSameName(part: string | undefined, expected: Field): boolean {
  return part !== undefined && part !== "" && part === (expected.text ?? part);
}

function ownUrl({ manifest }: Workload): string {
  const service = manifest.at("spec", "serviceName").text ?? "<serviceName>";
  const namespace = manifest.at("metadata", "namespace").text ?? "<namespace>";
  return `http://$(POD_NAME).${service}.${namespace}.svc:${apiPort}`;
}
