import { servingLabel } from "../../../model/names";
import { workerUrlVariable } from "../../../model/image";
import type { Field } from "../../model/field";
import { type KubernetesObject, nameOf, namespaceOf } from "../../model/kubernetesObject";
import { hasLabels } from "../../model/selector";
import type { Stack } from "../../model/stack";
import { servingContainersOf, workerUrlsOf } from "../../model/staging";
import type { Workload } from "../../model/workload";
import type { ObjectViolation, StackRule } from "../../rule";

const missing =
  "must be the name of a Service among the same objects, because it gives every pod its DNS name";
const otherName =
  "must be the name of the StatefulSet itself, by which operators find the pods and certificates are made";
const notHeadless =
  'must be "None", because only a headless Service gives each pod a name of its own';
const alias = "must be left out, because the Service is then a name for another host";
const notSelecting = "must select the pods of the StatefulSet by their labels";
const takenAway =
  "must be left out, because a pod that is drained loses this label, and its name with it, before others have its images";
const readyOnly =
  "must be true, because a pod that starts or drains has to be reached: it may hold the image to import";
const otherPort = `must have the port of ${workerUrlVariable}`;
const metricsPort = `must not be the port of the metrics, where nobody serves the API; ${workerUrlVariable} leads to it`;
const translated =
  "must be the port itself or left out, because the name of a pod leads to the pod, where nobody changes ports";
const otherProtocol = `must be TCP, which ${workerUrlVariable} speaks`;
const otherScheme = `must be the scheme of ${workerUrlVariable}, which leads to this port`;

/** The headless Service is what makes the URLs of the workers work. */
export const requireGoverningService: StackRule = {
  name: "statefulset-require-governing-service",
  title: "The governing Service fits",
  description:
    "The governing Service of a Glance API exists, is headless, selects its pods and publishes those that are not ready.",
  severity: "high",
  level: "mandatory",
  rationale:
    "Without it the URL of a worker leads nowhere, and every import through another worker ends in an error 500.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id",
  remedy:
    "a Service with the name of the StatefulSet, `clusterIP: None`, `publishNotReadyAddresses: true`, the labels of the pods as selector",
  scope: "stack",
  validate: (stack) => stack.glanceApis.flatMap((set) => serviceViolations(set, stack)),
  admissionLimit: "Service and StatefulSet are two objects, and either may come first.",
};

function serviceViolations(set: Workload, stack: Stack): ObjectViolation[] {
  const serviceName = set.manifest.at("spec", "serviceName");
  const service = stack.find("Service", namespaceOf(set), serviceName.text);
  if (service === undefined) {
    return [{ object: set, field: serviceName, message: missing }];
  }
  const spec = service.manifest.at("spec");
  const checks: [Field, boolean, string][] = [
    [spec.at("type"), spec.at("type").text !== "ExternalName", alias],
    [spec.at("clusterIP"), spec.at("clusterIP").text === "None", notHeadless],
    [spec.at("selector"), selects(spec.at("selector"), set), notSelecting],
    [
      spec.at("selector", servingLabel),
      !spec.at("selector").names.includes(servingLabel),
      takenAway,
    ],
    [
      spec.at("publishNotReadyAddresses"),
      spec.at("publishNotReadyAddresses").boolean === true,
      readyOnly,
    ],
  ];
  return [
    ...(serviceName.text === nameOf(set)
      ? []
      : [{ object: set, field: serviceName, message: otherName }]),
    ...checks
      .filter(([, isRight]) => !isRight)
      .map(([field, , message]) => ({ object: service, field, message })),
    ...portViolations(service, set),
  ];
}

function selects(selector: Field, set: Workload): boolean {
  return selector.names.length > 0 && hasLabels(set, selector);
}

/** The URL must lead to a port of the Service, with its scheme where the Service names one. */
function portViolations(service: KubernetesObject, set: Workload): ObjectViolation[] {
  const ports = service.manifest.at("spec", "ports");
  return servingContainersOf(set)
    .flatMap(workerUrlsOf)
    .flatMap((url): ObjectViolation[] => {
      const [, scheme, number] = /^(https?):.*:(\d+)$/.exec(url.at("value").text ?? "") ?? [];
      if (number === undefined) {
        return [];
      }
      const port = ports.items().find((item) => item.at("port").number === Number(number));
      if (port === undefined) {
        return [{ object: service, field: ports, message: otherPort }];
      }
      const target = targetName(port, set);
      if (/metrics|prometheus|exporter/i.test(target)) {
        return [{ object: service, field: port.at("port"), message: metricsPort }];
      }
      const protocol = port.at("protocol");
      if ((protocol.text ?? "TCP") !== "TCP") {
        return [{ object: service, field: protocol, message: otherProtocol }];
      }
      if (targetNumber(port, set) !== Number(number)) {
        return [{ object: service, field: port.at("targetPort"), message: translated }];
      }
      const named = [port.at("appProtocol"), port.at("name")].find(({ text }) =>
        ["http", "https"].includes(text ?? ""),
      );
      if (named !== undefined && named.text !== scheme) {
        return [{ object: service, field: named, message: otherScheme }];
      }
      return probeSchemes(set, Number(number))
        .filter((field) => (field.text ?? "HTTP").toLowerCase() !== scheme)
        .map((field) => ({ object: set, field, message: otherScheme }));
    });
}

/** The schemes of the probes of a port, where the kubelet asks as another worker does. */
function probeSchemes({ containers }: Workload, number: number): Field[] {
  return containers.flatMap((container) => {
    const port = container
      .all("ports[]")
      .find((item) => item.at("containerPort").number === number);
    const name = port?.at("name").text;
    return ["startupProbe", "readinessProbe", "livenessProbe"]
      .map((probe) => container.at(probe, "httpGet"))
      .filter((get) => {
        const asked = get.at("port");
        return asked.number === number || (asked.text !== undefined && asked.text === name);
      })
      .map((get) => get.at("scheme"));
  });
}

/** The number of the port to which a port of a Service leads; what no container names is taken for the same one. */
function targetNumber(port: Field, { containers }: Workload): number | undefined {
  const { text, number } = port.at("targetPort");
  const named = containers
    .flatMap((container) => container.all("ports[]"))
    .find((item) => text !== undefined && item.at("name").text === text);
  return number ?? named?.at("containerPort").number ?? port.at("port").number;
}

/** What a port of a Service is called, and the port of a container to which it leads. */
function targetName(port: Field, { containers }: Workload): string {
  const target = port.at("targetPort").isAbsent ? port.at("port") : port.at("targetPort");
  const named = containers
    .flatMap((container) => container.all("ports[]"))
    .filter((item) => item.at("containerPort").number === target.number)
    .map((item) => item.at("name").text ?? "");
  return [port.at("name").text ?? "", target.text ?? "", ...named].join(" ");
}
