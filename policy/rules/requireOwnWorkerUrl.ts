import { apiPort, workerUrlVariable } from "../../model/image";
import { workloadKinds } from "../admission/check";
import { tellsWorkerUrl } from "../admission/variables";
import {
  isOwnUrl,
  isWorker,
  namesPod,
  ofStatefulSets,
  ofUrls,
  serviceName,
  urlAdvice,
} from "../admission/workerUrl";
import type { Field } from "../objects/field";
import { apiContainerName, isGlanceApi, workerUrlsOf } from "../objects/staging";
import { type Workload, workloadOf } from "../objects/workload";
import type { ObjectRule, Problem } from "../rule";

const serviceAdvice = "must name the headless Service that gives each pod a DNS name";
const workerAdvice = `must have a container named '${apiContainerName}' that runs Glance and sets ${workerUrlVariable}`;
const podNameAdvice =
  `must define the variable that names the pod, before ${workerUrlVariable}, and only by ` +
  'valueFrom.fieldRef.fieldPath "metadata.name"';

/** Every worker must be told a URL that leads to itself and to no other worker. */
export const requireOwnWorkerUrl: ObjectRule = {
  name: "statefulset-require-own-worker-url",
  title: "Every worker has its own URL",
  description: "A Glance API pod tells the other workers a URL that leads to itself alone.",
  severity: "critical",
  level: "mandatory",
  why: {
    text:
      "Workers with the same URL, that of a Service, a load balancer or localhost, take each other's staged images for " +
      "their own, and imports fail for want of the file.",
    url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  },
  remedy:
    "`serviceName`, and in the environment `POD_NAME` from the field `metadata.name`, then `OS_DEFAULT__WORKER_SELF_REFERENCE_URL` " +
    "= `http://$(POD_NAME).<serviceName>.<namespace>.svc:9292`, or `https`, without a trailing slash",
  scope: "object",
  judge(object) {
    const workload = workloadOf(object);
    return workload === undefined || !isGlanceApi(workload)
      ? []
      : [...serviceProblems(workload), ...environmentProblems(workload)];
  },
  admission: {
    kinds: workloadKinds,
    validations: () => [
      {
        expression: ofStatefulSets(`${serviceName} != ""`),
        problem: `spec.serviceName ${serviceAdvice}`,
      },
      {
        expression: ofStatefulSets(`variables.containers.exists(c, ${isWorker("c")})`),
        problem: `containers ${workerAdvice}`,
      },
      {
        expression: ofStatefulSets(
          `variables.containers.all(c, !(${isWorker("c")}) || ${tellsWorkerUrl("c")})`,
        ),
        problem: `env must set ${workerUrlVariable} to ${urlAdvice}`,
      },
      {
        expression: ofUrls((_, url) => isOwnUrl(url)),
        problem: `value of ${workerUrlVariable} must be ${urlAdvice}`,
      },
      {
        expression: ofUrls((container, url) => `!${isOwnUrl(url)} || ${namesPod(container, url)}`),
        problem: `env ${podNameAdvice}`,
      },
    ],
  },
};

/** Of other kinds, and of what a patch leaves out, nothing is known to be missing. */
function mustBeComplete({ kind, isPatch }: Workload): boolean {
  return kind === "StatefulSet" && !isPatch;
}

function serviceProblems(workload: Workload): Problem[] {
  const field = workload.manifest.at("spec", "serviceName");
  return (field.text ?? "") === "" && mustBeComplete(workload)
    ? [{ field, advice: serviceAdvice }]
    : [];
}

function environmentProblems(workload: Workload): Problem[] {
  const workers = workload.containers.filter(
    (container) =>
      container.at("name").text === apiContainerName || workerUrlsOf(container).length > 0,
  );
  if (workers.length === 0 && mustBeComplete(workload)) {
    return [{ field: workload.podSpec.at("containers"), advice: workerAdvice }];
  }
  return workers.flatMap((container) => {
    const urls = workerUrlsOf(container);
    if (urls.length > 0) {
      return urls.flatMap((url) => urlProblems(workload, container, url));
    }
    if (mustBeComplete(workload)) {
      const advice = `must set ${workerUrlVariable} to ${ownUrl(workload)}`;
      return [{ field: container.at("env"), advice }];
    }
    return workload.isPatch ? podNameProblems(workload, container, "POD_NAME") : [];
  });
}

/** The value itself stays out of every message: an address may carry a password. */
function urlProblems(workload: Workload, container: Field, url: Field): Problem[] {
  const variable = podVariableOf(workload, url.at("value").text ?? "");
  return variable === undefined
    ? [{ field: url.at("value"), advice: `must be ${ownUrl(workload)} (or https)` }]
    : podNameProblems(workload, container, variable, url);
}

/**
 * Kubernetes replaces a variable by its last definition before the URL. A patch is merged by
 * name, so there the order says nothing, and an absent definition is left as it is.
 */
function podNameProblems(
  { isPatch }: Workload,
  container: Field,
  variable: string,
  url?: Field,
): Problem[] {
  const env = container.at("env").items();
  const end = isPatch ? env.length : env.findIndex(({ path }) => path === url?.path);
  const definitions = env.slice(0, end).filter((entry) => entry.at("name").text === variable);
  const isPodName = definitions.every(
    (entry) => entry.at("valueFrom", "fieldRef", "fieldPath").text === "metadata.name",
  );
  return isPodName && (definitions.length > 0 || isPatch)
    ? []
    : [{ field: container.at("env"), advice: podNameAdvice }];
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
