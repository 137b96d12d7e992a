import { cel } from "../../cel/expression";
import { control, ofControls } from "../../control/control";
import { atLeast, type Demand } from "../../control/demand";
import { type Place, servingContainers } from "../../control/place";
import type { ObjectRule } from "../../rule";

/** The containers of a StatefulSet that serve the API. */
const workers: Place = {
  title: "every container that serves the API",
  find: (object) => (object.kind === "StatefulSet" ? servingContainers.find(object) : []),
  every: (holds) => cel`object.kind != "StatefulSet" || ${servingContainers.every(holds)}`,
};

/** Commands that end at once, also by a shell. */
const idle = "(^|[ /])(sleep +0*(\\.0*)?[smhd]?|true|:|exit( +0)?)$";

const waiting: Demand = {
  isMet: (command) =>
    !new RegExp(idle).test(
      command
        .items()
        .map(({ text = "" }) => text)
        .join(" "),
    ),
  inCel: (command) => cel`!${command}.join(" ").matches(${idle})`,
};

const message =
  "must wait, for running imports or at least until no client is sent here any more, because a hook that ends at once does nothing";

/** A hook says that somebody means to wait. Without one, Glance itself still finishes its imports in the grace period. */
export const requireWaitingPreStop: ObjectRule = {
  name: "statefulset-require-waiting-pre-stop",
  title: "Glance ends after its clients have left",
  description: "A hook before the end of a container that serves the Glance API waits.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "Kubernetes ends a pod and takes it out of its Services at the same time; for some seconds clients, and other workers " +
    "with imports, are still sent to a Glance that answers no more.",
  url: "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#container-hooks",
  remedy: "a `lifecycle.preStop` that waits for the imports of the pod, or sleeps for some seconds",
  ...ofControls(["StatefulSet"], () => [
    control(workers, atLeast(1), message, "lifecycle.preStop.sleep.seconds"),
    control(workers, waiting, message, "lifecycle.preStop.exec.command"),
  ]),
};
