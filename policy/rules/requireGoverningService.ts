import { workerUrlVariable } from "../../model/image";
import type { Field } from "../objects/field";
import { type KubernetesObject, nameOf, namespaceOf } from "../objects/kubernetesObject";
import type { Stack } from "../objects/stack";
import { servingContainersOf, workerUrlsOf } from "../objects/staging";
import type { Workload } from "../objects/workload";
import type { ObjectProblem, StackRule } from "../rule";

const missing =
  "must be the name of a Service among the same objects, because it gives every pod its DNS name";
const otherName =
  "must be the name of the StatefulSet itself, by which operators find the pods and certificates are made";
const notHeadless =
  'must be "None", because only a headless Service gives each pod a name of its own';
const notSelecting = "must select the pods of the StatefulSet by their labels";
const readyOnly =
  "must be true, because a pod that starts or drains has to be reached: it may hold the image to import";
const otherPort = `must have the port of ${workerUrlVariable}`;
const otherScheme = `must be the scheme of ${workerUrlVariable}`;

/** The headless Service is what makes the URLs of the workers work. */
export const requireGoverningService: StackRule = {
  name: "statefulset-require-governing-service",
  title: "The governing Service fits",
  description:
    "The governing Service of a Glance API exists, is headless, selects its pods and publishes those that are not ready.",
  severity: "high",
  level: "mandatory",
  why: {
    text: "Without it the URL of a worker leads nowhere, and every import through another worker ends in an error 500.",
    url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id",
  },
  remedy:
    "a Service with the name of the StatefulSet, `clusterIP: None`, `publishNotReadyAddresses: true`, the labels of the pods as selector",
  scope: "stack",
  judge: (stack) => stack.glanceApis.flatMap((set) => serviceProblems(set, stack)),
  notAdmitted: "Service and StatefulSet are two objects, and either may come first.",
};

function serviceProblems(set: Workload, stack: Stack): ObjectProblem[] {
  const serviceName = set.manifest.at("spec", "serviceName");
  const service = stack.find("Service", namespaceOf(set), serviceName.text);
  if (service === undefined) {
    return [{ object: set, field: serviceName, advice: missing }];
  }
  const spec = service.manifest.at("spec");
  const checks: [Field, boolean, string][] = [
    [spec.at("clusterIP"), spec.at("clusterIP").text === "None", notHeadless],
    [spec.at("selector"), selects(spec.at("selector"), set), notSelecting],
    [
      spec.at("publishNotReadyAddresses"),
      spec.at("publishNotReadyAddresses").boolean === true,
      readyOnly,
    ],
  ];
  return [
    ...(serviceName.text === nameOf(set)
      ? []
      : [{ object: set, field: serviceName, advice: otherName }]),
    ...checks
      .filter(([, isRight]) => !isRight)
      .map(([field, , advice]) => ({ object: service, field, advice })),
    ...portProblems(service, set),
  ];
}

function selects(selector: Field, set: Workload): boolean {
  const labels = set.manifest.at("spec", "template", "metadata", "labels");
  return (
    selector.names.length > 0 &&
    selector.names.every((name) => selector.at(name).text === labels.at(name).text)
  );
}

/** The URL must lead to a port of the Service, with its scheme where the Service names one. */
function portProblems(service: KubernetesObject, set: Workload): ObjectProblem[] {
  const ports = service.manifest.at("spec", "ports");
  return servingContainersOf(set)
    .flatMap(workerUrlsOf)
    .flatMap((url): ObjectProblem[] => {
      const [, scheme, number] = /^(https?):.*:(\d+)$/.exec(url.at("value").text ?? "") ?? [];
      if (number === undefined) {
        return [];
      }
      const port = ports.items().find((item) => item.at("port").number === Number(number));
      if (port === undefined) {
        return [{ object: service, field: ports, advice: otherPort }];
      }
      const named = [port.at("appProtocol"), port.at("name")].find(({ text }) =>
        ["http", "https"].includes(text ?? ""),
      );
      return named === undefined || named.text === scheme
        ? []
        : [{ object: service, field: named, advice: otherScheme }];
    });
}
