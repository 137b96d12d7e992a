import { stringify } from "ini";

import { backendPort, httpdDirectory } from "./httpdConf";
import { metricsPort, stagingDirectory } from "./names";

/** Processes in which Glance runs. */
const processes = 2;

/** Threads that run imports, in each process. */
export const taskPoolThreads = 4;

/** Imports that one pod runs at a time; further ones wait. */
export const parallelImports = processes * taskPoolThreads;

/** Module that uWSGI runs: Glance, with every request read to its end (glance_application.py). */
export const applicationModule = "glance_application";

/** File whose existence says that the pod ends: glance_application.py then begins no new work. */
export const endingFile = "/tmp/ending";

/** File that each worker makes every 5 s as long as it lives (glance_application.py), whether its threads are busy or not. */
export const heartbeatFiles = Array.from(
  { length: processes },
  (_, i) => `/tmp/heartbeat-${i + 1}`,
);

/** Module that uWSGI runs beside its workers: what operators watch of the pod (glance_metrics.py). */
export const metricsModule = "glance_metrics";

/** Python environment of the Glance image. */
export const virtualEnvironment = "/opt/glance";

/**
 * Configuration of the uWSGI that runs Glance.
 *
 * @param drainSeconds Seconds that uWSGI leaves to running imports when it is told to stop. Both
 * mercies are set because uWSGI has two limits.
 * @param apiTimeout Seconds that it waits for a client to go on.
 */
export function renderUwsgiIni(drainSeconds: number, apiTimeout: number): string {
  const uwsgi = {
    plugins: "python3",
    // A container that was ended for its liveness starts again in the same pod.
    "exec-asap": `rm -f ${[endingFile, ...heartbeatFiles].join(" ")}`,
    "http-socket": `127.0.0.1:${backendPort}`,
    master: true,
    processes,
    threads: 4,
    "enable-threads": true,
    "lazy-apps": true,
    "need-app": true,
    "thunder-lock": true,
    "single-interpreter": true,
    virtualenv: virtualEnvironment,
    pythonpath: httpdDirectory,
    module: `${applicationModule}:application`,
    "attach-daemon": [
      // Otherwise the shell of uWSGI stays between them.
      "exec",
      `${virtualEnvironment}/bin/python3`,
      `${httpdDirectory}/${metricsModule}.py`,
      metricsPort,
      stagingDirectory,
    ].join(" "),
    "buffer-size": 65535,
    "socket-timeout": apiTimeout,
    "add-header": "Connection: close",
    "worker-reload-mercy": drainSeconds,
    "reload-mercy": drainSeconds,
    "hook-master-start": "unix_signal:15 gracefully_kill_them_all",
    "log-master": false,
    "disable-logging": true,
    "log-5xx": true,
  };
  return stringify({ uwsgi }, { whitespace: true });
}
