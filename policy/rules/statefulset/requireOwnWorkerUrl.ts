import { workerUrlVariable } from "../../../model/image";
import { workloadKinds } from "../../cel/admissionCheck";
import { all, cel } from "../../cel/expression";
import { everyContainer, servingContainers, tellsWorkerUrl } from "../../cel/workload";
import {
  isOwnUrl,
  namesPod,
  forStatefulSets,
  forEachWorkerUrl,
  ownUrl as celOwnUrl,
  serviceName,
} from "../../cel/workerUrl";
import type { Field } from "../../model/field";
import {
  apiContainerName,
  isGlanceApi,
  servingContainersOf,
  workerUrlsOf,
} from "../../model/staging";
import {
  isFieldOfPod,
  namespaceFields,
  ownUrl,
  podNameFieldsOf,
  variablesOfUrl,
} from "../../model/workerUrl";
import { type Workload, workloadOf } from "../../model/workload";
import type { ObjectRule, Violation } from "../../rule";

const serviceMessage = "must name the headless Service that gives each pod a DNS name";
const workerMessage = `must have a container named '${apiContainerName}' that runs Glance and sets ${workerUrlVariable}`;
const podNameMessage =
  `must define the variable that names the pod, before ${workerUrlVariable}, and only by ` +
  'valueFrom.fieldRef.fieldPath "metadata.name", or the label statefulset.kubernetes.io/pod-name (and one for the namespace ' +
  'by "metadata.namespace")';

const commandMessage = `must not name ${workerUrlVariable}, because what a command sets nobody sees; set it in env`;

/** Every worker must be told a URL that leads to itself and to no other worker. */
export const requireOwnWorkerUrl: ObjectRule = {
  name: "statefulset-require-own-worker-url",
  title: "Every worker has its own URL",
  description: "A Glance API pod tells the other workers a URL that leads to itself alone.",
  severity: "critical",
  level: "mandatory",
  rationale:
    "Workers with the same URL, that of a Service, a load balancer or localhost, take each other's staged images for " +
    "their own, and imports fail for want of the file.",
  url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  remedy:
    "`serviceName`, and in the environment `POD_NAME` from the field `metadata.name`, then `OS_DEFAULT__WORKER_SELF_REFERENCE_URL` " +
    "= `http://$(POD_NAME).<serviceName>.<namespace>.svc:9292`, or `https`, without a trailing slash",
  scope: "object",
  validate(object) {
    const workload = workloadOf(object);
    return workload === undefined || !isGlanceApi(workload)
      ? []
      : [
          ...serviceViolations(workload),
          ...environmentViolations(workload),
          ...commandViolations(workload),
        ];
  },
  admission: {
    kinds: workloadKinds,
    validations: () => [
      {
        expression: forStatefulSets(cel`${serviceName} != ""`),
        message: `spec.serviceName ${serviceMessage}`,
      },
      {
        expression: forStatefulSets(cel`${servingContainers}.size() > 0`),
        message: `containers ${workerMessage}`,
      },
      {
        expression: forStatefulSets(all(servingContainers, "c", tellsWorkerUrl)),
        message: `env must set ${workerUrlVariable} to ${celOwnUrl}`,
      },
      {
        expression: forEachWorkerUrl((_, url) => isOwnUrl(url)),
        message: `value of ${workerUrlVariable} must be ${celOwnUrl}`,
      },
      {
        expression: forEachWorkerUrl(
          (container, url) => cel`!${isOwnUrl(url)} || ${namesPod(container, url)}`,
        ),
        message: `env ${podNameMessage}`,
      },
      {
        expression: everyContainer(
          (c) =>
            cel`!(${c}.?command.orValue([]) + ${c}.?args.orValue([])).exists(t, t.contains(${workerUrlVariable}))`,
        ),
        message: `command and args ${commandMessage}`,
      },
    ],
  },
};

/** Of other kinds, and of what a patch leaves out, nothing is known to be missing. */
function mustBeComplete({ kind, isPatch }: Workload): boolean {
  return kind === "StatefulSet" && !isPatch;
}

function serviceViolations(workload: Workload): Violation[] {
  const field = workload.manifest.at("spec", "serviceName");
  return (field.text ?? "") === "" && mustBeComplete(workload)
    ? [{ field, message: serviceMessage }]
    : [];
}

function environmentViolations(workload: Workload): Violation[] {
  const workers = servingContainersOf(workload);
  if (workers.length === 0 && mustBeComplete(workload)) {
    return [{ field: workload.podSpec.at("containers"), message: workerMessage }];
  }
  return workers.flatMap((container) => {
    const urls = workerUrlsOf(container);
    if (urls.length > 0) {
      return urls.flatMap((url) => urlViolations(workload, container, url));
    }
    if (mustBeComplete(workload)) {
      const message = `must set ${workerUrlVariable} to ${ownUrl(workload)}`;
      return [{ field: container.at("env"), message }];
    }
    return workload.isPatch &&
      !isFieldOfPod(workload, container, "POD_NAME", podNameFieldsOf(workload))
      ? [{ field: container.at("env"), message: podNameMessage }]
      : [];
  });
}

/** A shell can set the variable anew. */
function commandViolations(workload: Workload): Violation[] {
  return workload.containers
    .flatMap((container) => [container.at("command"), container.at("args")])
    .filter((field) => field.items().some(({ text = "" }) => text.includes(workerUrlVariable)))
    .map((field) => ({ field, message: commandMessage }));
}

/** The value itself stays out of every message: an address may carry a password. */
function urlViolations(workload: Workload, container: Field, url: Field): Violation[] {
  const [pod, namespace] = variablesOfUrl(workload, url.at("value").text ?? "") ?? [];
  if (pod === undefined) {
    return [{ field: url.at("value"), message: `must be ${ownUrl(workload)} (or https)` }];
  }
  const isPod = isFieldOfPod(workload, container, pod, podNameFieldsOf(workload), url);
  const isNamespace =
    namespace === undefined || isFieldOfPod(workload, container, namespace, namespaceFields, url);
  return isPod && isNamespace ? [] : [{ field: container.at("env"), message: podNameMessage }];
}
