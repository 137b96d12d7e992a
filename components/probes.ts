import type * as k8s from "@pulumi/kubernetes";

import { apiPort } from "../model/image";
import type { Scheme } from "../model/names";
import type { ServerSettings } from "../model/serverSettings";
import { heartbeatFiles } from "../model/workers";

/** The probes of a Glance API container. */
export interface Probes {
  startupProbe: k8s.types.input.core.v1.Probe;
  readinessProbe: k8s.types.input.core.v1.Probe;
  livenessProbe: k8s.types.input.core.v1.Probe;
}

/**
 * Readiness as glance-operator derives it from the API timeout (docs/probes.md): period 0.3 of it, probe timeout 0.8 of
 * the period. Clamped, because below 17 s its arithmetic gives a probe timeout above the period. The startup probe
 * asks more often, so that a roll-out waits no longer than Glance needs to start; it has at least two minutes.
 *
 * Liveness asks for no answer of Glance: it would have to wait for a thread when clients upload slowly with all of them,
 * and Kubernetes would kill a pod that works, with its imports. It takes away what every worker makes all the time.
 */
export function probes(
  { apiTimeout, workers }: Pick<ServerSettings, "apiTimeout" | "workers">,
  scheme: Scheme = "http",
): Probes {
  const periodSeconds = Math.max(Math.floor(0.3 * apiTimeout), 5);
  const timeoutSeconds = Math.max(Math.floor(0.8 * periodSeconds), 5);
  const httpGet = {
    path: "/healthcheck",
    port: apiPort,
    ...(scheme === "https" ? { scheme: "HTTPS" } : {}),
  };
  return {
    startupProbe: {
      httpGet,
      periodSeconds: 2,
      timeoutSeconds: 5,
      failureThreshold: 60,
    },
    readinessProbe: { httpGet, periodSeconds, timeoutSeconds, failureThreshold: 3 },
    livenessProbe: {
      exec: { command: ["rm", ...heartbeatFiles(workers)] },
      periodSeconds: 18,
      timeoutSeconds: 14,
      failureThreshold: 3,
    },
  };
}
