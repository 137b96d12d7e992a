import { control, ofControls, required } from "../../control/control";
import { atLeast } from "../../control/demand";
import { glanceStatefulSet } from "../../control/place";
import type { ObjectRule } from "../../rule";

/** Setting of this rule. */
export interface GracePeriod {
  /** The shortest time that is accepted. */
  seconds: number;
}

/** What Kubernetes grants when a manifest says nothing. */
const kubernetesDefault = 30;

/** Glance must have the time to finish the imports that it has begun. */
export const requireGracePeriod: ObjectRule<GracePeriod> = {
  name: "statefulset-require-grace-period",
  title: "Glance has time to finish imports",
  description: "The pods of a Glance API have the time to finish running imports before they end.",
  severity: "high",
  level: "mandatory",
  rationale:
    "At exit Glance waits for its running imports; when the grace period of the pod ends first, they are killed, and " +
    "their images stay `importing`.",
  url: "https://github.com/openstack/glance/blob/master/glance/common/wsgi_app.py",
  remedy: "`terminationGracePeriodSeconds` above the time of the longest import",
  settings: {
    seconds: {
      type: "integer",
      minimum: 1,
      default: 600,
      description: "The shortest grace period that is accepted, in seconds.",
    },
  },
  ...ofControls<GracePeriod>(["StatefulSet"], ({ seconds }) => [
    (seconds > kubernetesDefault ? required : control)(
      glanceStatefulSet,
      atLeast(seconds),
      `must be at least ${seconds}, because Glance finishes its imports before it exits, and the image of one that is killed stays \`importing\``,
      "spec.template.spec.terminationGracePeriodSeconds",
    ),
    control(
      glanceStatefulSet,
      atLeast(seconds),
      `must be at least ${seconds} or left out, because it takes the place of the pod's when the probe fails`,
      ...["livenessProbe", "startupProbe"].map(
        (probe) => `spec.template.spec.containers[].${probe}.terminationGracePeriodSeconds`,
      ),
    ),
  ]),
};
