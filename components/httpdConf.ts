import { apiPort, backendPort, certificateDirectory, httpdDirectory } from "../model/image";
import type { ServerSettings } from "../model/serverSettings";

const modules = ["mpm_event", "authz_core", "reqtimeout", "proxy", "proxy_http"];

const tlsModules = ["headers", "ssl"];

const tlsLines = [
  "SSLEngine on",
  "SSLProtocol -all +TLSv1.2 +TLSv1.3",
  `SSLCertificateFile ${certificateDirectory}/tls.crt`,
  `SSLCertificateKeyFile ${certificateDirectory}/tls.key`,
  "# Glance makes its links by it; a gateway in front may have set it.",
  "RequestHeader setIfEmpty X-Forwarded-Proto https",
];

/** Modules that Debian has linked into its Apache, and others load. */
const linkedModules = ["log_config", "unixd"];

/** `start_httpd.sh` defines where an image has its modules. */
const load = (name: string) => `LoadModule ${name}_module \${MODULES}/mod_${name}.so`;

/**
 * The complete configuration of the Apache in front of uWSGI.
 *
 * @param tls Whether it speaks HTTPS, with the certificate in `certificateDirectory`.
 */
export function renderHttpdConf(
  { apiTimeout, gracePeriod }: Pick<ServerSettings, "apiTimeout" | "gracePeriod">,
  tls = false,
): string {
  return [
    `ServerRoot ${httpdDirectory}`,
    "ServerName glance",
    `Listen ${apiPort}`,
    "PidFile /run/httpd/httpd.pid",
    "DefaultRuntimeDir /run/httpd",
    ...linkedModules.map((name) => `<IfModule !${name}_module>\n  ${load(name)}\n</IfModule>`),
    ...[...modules, ...(tls ? tlsModules : [])].map(load),
    "StartServers 1",
    // Processes that finish their requests after a certificate was renewed count as well.
    `ServerLimit ${tls ? 16 : 2}`,
    "ThreadsPerChild 25",
    "MaxRequestWorkers 50",
    "MinSpareThreads 5",
    "MaxSpareThreads 50",
    `Timeout ${apiTimeout}`,
    `GracefulShutdownTimeout ${gracePeriod}`,
    "RequestReadTimeout header=20-60,MinRate=500 body=0",
    "LimitRequestBody 0",
    "ServerTokens Prod",
    "TraceEnable Off",
    "ErrorLog /proc/self/fd/2",
    'CustomLog /proc/self/fd/1 "%h \\"%r\\" %>s %Dus"',
    ...(tls ? tlsLines : []),
    "ProxyRequests Off",
    "ProxyPreserveHost On",
    `ProxyTimeout ${apiTimeout}`,
    '# Otherwise every upload with "Expect: 100-continue" hangs for a minute and ends in 500.',
    "Proxy100Continue Off",
    "# retry=0: a refused connection at start must not block the pod for the default of 60 s.",
    `ProxyPass / http://127.0.0.1:${backendPort}/ retry=0 disablereuse=on connectiontimeout=5 timeout=${apiTimeout}`,
    "",
  ].join("\n");
}
