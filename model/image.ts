/**
 * What the container image and the containers that run it agree on: ports, paths, user, processes and the files by
 * which processes tell each other something. docs/image.md says what an image must contain.
 */

/** User, group and file system group of Glance in the images of kolla and of glance-operator. */
export const glanceUser = 42415;

/** Port of the Glance API, on pods and Services. */
export const apiPort = 9292;

/** Port on which uWSGI serves Glance to the Apache of the same pod. */
export const backendPort = 9293;

/** Port on which every pod shows its metrics. */
export const metricsPort = 9294;

/** Name of that port, by which Prometheus finds it on the headless Services. */
export const metricsPortName = "metrics";

/** Where the staging claim of a pod is mounted. */
export const stagingMountPath = "/var/lib/glance";

/** Directory of Glance's reserved store for staged images, on the staging claim. */
export const stagingDirectory = `${stagingMountPath}/os_glance_staging_store`;

/** Directory in which Glance finds its configuration; what an image has there is not seen. */
export const glanceDirectory = "/etc/glance";

/** Directory that every Glance reads in alphabetical order after its glance-api.conf. */
export const glanceConfDirectory = `${glanceDirectory}/glance.conf.d`;

/** Directory in which Apache finds its configuration and uWSGI its own. */
export const httpdDirectory = "/etc/httpd";

/** Directory in which the pods find ceph.conf and the keyring. */
export const cephDirectory = "/etc/ceph";

/** Directory in which the containers find the certificates of the CAs that they trust. */
export const caDirectory = "/etc/glance-ca";

/** These certificates, as the key of a Secret or ConfigMap and as a file. */
export const caKey = "ca.crt";
export const caFile = `${caDirectory}/${caKey}`;

/** Directory in which Apache finds the certificate of the pods. */
export const certificateDirectory = "/etc/glance-tls";

/** Directory of the log. */
export const logDirectory = "/var/log/glance";

/** File that Glance writes its log to and that the container glance-log follows. */
export const logFile = `${logDirectory}/glance-api.log`;

/** Python with the libraries of Glance: images have it on PATH, wherever it lies. */
export const python = "python3";

/** Module that says what an image lacks. */
export const imageModule = "glance_image";

/** Exit code of containers whose image does not fit: that of sysexits.h for a wrong configuration. */
export const imageExitCode = 78;

/** Module that uWSGI runs: Glance, with every request read to its end. */
export const applicationModule = "glance_application";

/** Module that uWSGI runs beside its workers: what operators watch of the pod. */
export const metricsModule = "glance_metrics";

/** Module with the store driver that writes to Ceph in parallel, and the name by which Glance finds that. */
export const storeModule = "parallel_rbd";

/** File whose existence says that the pod ends: the application then begins no new work. */
export const drainMarker = "/tmp/draining";

/** Begin of the names of the files that workers make every 5 s as long as they live, whether their threads are busy or not. */
export const heartbeatPrefix = "/tmp/heartbeat-";

/**
 * Environment variable from which a Glance worker takes its own URL. oslo.config reads
 * `OS_<GROUP>__<OPTION>` and ranks it above every configuration file.
 */
export const workerUrlVariable = "OS_DEFAULT__WORKER_SELF_REFERENCE_URL";

/** Why the conversion of images cannot be switched off. */
export const conversionNeeded =
  "images in Ceph RBD must be converted to raw, because Nova can clone nothing else copy-on-write";

/** The order of plugins that `decompressesLate` misses; ends a sentence. */
export const decompressionOrder =
  "image_decompression before image_conversion, which cannot read compressed files";

/** Whether import plugins, in their order, convert before they decompress. */
export function decompressesLate(plugins: readonly string[]): boolean {
  const conversion = plugins.indexOf("image_conversion");
  return conversion !== -1 && plugins.includes("image_decompression", conversion);
}
