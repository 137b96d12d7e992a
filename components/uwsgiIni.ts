import { stringify } from "ini";

import {
  applicationModule,
  backendPort,
  drainMarker,
  heartbeatPrefix,
  httpdDirectory,
  metricsModule,
  metricsPort,
  python,
  stagingDirectory,
} from "../model/image";
import type { ServerSettings } from "../model/serverSettings";
import { heartbeatFiles } from "../model/workers";

/** Configuration of the uWSGI that runs Glance. */
export function renderUwsgiIni({
  apiTimeout,
  gracePeriod,
  workers,
}: Omit<ServerSettings, "resources">): string {
  const uwsgi = {
    plugins: "python3",
    // A container that was ended for its liveness starts again in the same pod.
    "exec-asap": `rm -f ${[drainMarker, ...heartbeatFiles(workers)].join(" ")}`,
    "http-socket": `127.0.0.1:${backendPort}`,
    master: true,
    processes: workers.processes,
    threads: workers.threads,
    "enable-threads": true,
    "lazy-apps": true,
    "need-app": true,
    "thunder-lock": true,
    "single-interpreter": true,
    pythonpath: httpdDirectory,
    module: `${applicationModule}:application`,
    // The module finds them in `uwsgi.opt`, as uWSGI shows it all that it does not know itself.
    "drain-marker": drainMarker,
    "heartbeat-prefix": heartbeatPrefix,
    "attach-daemon": [
      // Otherwise the shell of uWSGI stays between them.
      "exec",
      python,
      `${httpdDirectory}/${metricsModule}.py`,
      metricsPort,
      stagingDirectory,
    ].join(" "),
    "buffer-size": 65535,
    "socket-timeout": apiTimeout,
    "add-header": "Connection: close",
    // Both, because uWSGI has two limits for running imports when it is told to stop.
    "worker-reload-mercy": gracePeriod,
    "reload-mercy": gracePeriod,
    "hook-master-start": "unix_signal:15 gracefully_kill_them_all",
    "log-master": false,
    "disable-logging": true,
    "log-5xx": true,
  };
  return stringify({ uwsgi }, { whitespace: true });
}
