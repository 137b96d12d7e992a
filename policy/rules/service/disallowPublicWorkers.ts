import { glanceBackends } from "../../model/backends";
import type { StackRule } from "../../rule";

const message =
  "must be the Service for clients, because the headless one leads to pods that start, are drained or end, too";

/** The headless Service is how pods find each other. */
export const disallowPublicWorkers: StackRule = {
  name: "service-disallow-public-workers",
  title: "Clients come in by the Service for clients",
  description: "No Ingress and no route leads to the headless Service of a Glance API.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "The headless Service publishes pods that are not ready, because they may hold what another one imports. Clients would be sent " +
    "to them as well, and their uploads would be refused.",
  url: "https://kubernetes.io/docs/concepts/services-networking/service/#headless-services",
  remedy: "the name of the Service that selects ready pods, such as `glance-external`",
  scope: "stack",
  validate: (stack) =>
    glanceBackends(stack)
      .filter(({ isGoverning }) => isGoverning)
      .map(({ object, field }) => ({ object, field, message })),
  admissionLimit: "Which Service is the governing one only the StatefulSet says.",
};
