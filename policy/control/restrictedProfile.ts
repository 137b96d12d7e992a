import { cel } from "../cel/expression";
import { type Control, control, required } from "./control";
import { atLeast, containing, type Demand, oneOf, withKeys } from "./demand";
import { glanceContainers, glancePods, glancePodTemplates } from "./place";

const both = [glancePods, glanceContainers];

const context = "securityContext";

const volumeTypes = [
  ...["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image"],
  ...["persistentVolumeClaim", "projected", "secret"],
];

const safeSysctls = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
];

const seLinuxTypes = ["container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
const profiles = oneOf("RuntimeDefault", "Localhost");
const profileMessage = 'must be "RuntimeDefault" or "Localhost"';
const noRoot = "because root in a container is one error of the kernel away from root on its node";
const handlers = [
  ...["livenessProbe", "readinessProbe", "startupProbe"],
  ...["lifecycle.postStart", "lifecycle.preStop"],
];

/** How the AppArmor profile of a container was chosen before Kubernetes 1.30; servers still obey it. */
const appArmorPrefix = "container.apparmor.security.beta.kubernetes.io/";

/** Annotations that switch AppArmor off for no container. */
const confining: Demand = {
  // Others are left unread: a hash of the configuration, for example, may be unknown during preview.
  isMet: (annotations) =>
    annotations.names
      .filter((name) => name.startsWith(appArmorPrefix))
      .map((name) => annotations.at(name).text ?? "")
      .every((profile) => profile === "runtime/default" || profile.startsWith("localhost/")),
  inCel: (annotations) => cel`${annotations}.all(k, !k.startsWith(${appArmorPrefix}) || \
${annotations}[k] == "runtime/default" || ${annotations}[k].startsWith("localhost/"))`,
};

/**
 * The profile `restricted` as k8s.io/pod-security-admission v0.36 checks it (policy/check_*.go), without its
 * exemptions for Windows and, since Kubernetes 1.35, for `hostUsers: false`, which older servers refuse.
 */
export const restrictedControls: readonly Control[] = [
  control(
    glancePods,
    withKeys(["name", ...volumeTypes]),
    "must be of a type like emptyDir, secret or persistentVolumeClaim, because others reach past claims to a node or server",
    "volumes[]",
  ),
  ...["hostNetwork", "hostPID", "hostIPC"].map((name) =>
    control(glancePods, oneOf(false), "must be false, because it belongs to the whole node", name),
  ),
  control(
    glancePods,
    oneOf(...safeSysctls),
    "must be one that Kubernetes calls safe, because others reach beyond the pod",
    `${context}.sysctls[].name`,
  ),
  required(
    both,
    oneOf(true),
    `must be true, for the pod or for each of its containers, ${noRoot}`,
    `${context}.runAsNonRoot`,
  ),
  control(both, atLeast(1), `must not be 0, ${noRoot}`, `${context}.runAsUser`),
  required(
    both,
    profiles,
    `${profileMessage}, for the pod or for each of its containers, because otherwise all calls of the kernel are open to it`,
    `${context}.seccompProfile.type`,
  ),
  control(
    both,
    profiles,
    `${profileMessage}, because AppArmor keeps containers off the files of their node`,
    `${context}.appArmorProfile.type`,
  ),
  control(
    glancePodTemplates,
    confining,
    `must not switch AppArmor off by ${appArmorPrefix}*, because AppArmor keeps containers off the files of their node`,
    "metadata.annotations",
  ),
  control(
    both,
    oneOf("", ...seLinuxTypes),
    'must be a type of containers, such as "container_t", because SELinux keeps these off the files of their node',
    `${context}.seLinuxOptions.type`,
  ),
  ...["user", "role"].map((name) =>
    control(
      both,
      oneOf(""),
      "must be left out, because SELinux keeps containers apart by the one that the node chooses",
      `${context}.seLinuxOptions.${name}`,
    ),
  ),
  control(
    both,
    oneOf(false),
    "must be false, because the container would be a process of its node",
    `${context}.windowsOptions.hostProcess`,
  ),
  control(
    glanceContainers,
    oneOf(false),
    "must be false, because the container could do anything on its node",
    `${context}.privileged`,
  ),
  required(
    glanceContainers,
    oneOf(false),
    "must be false, because a setuid program would otherwise give its caller the rights of root",
    `${context}.allowPrivilegeEscalation`,
  ),
  required(
    glanceContainers,
    containing("ALL"),
    'must contain "ALL", because Glance needs no capability',
    `${context}.capabilities.drop`,
  ),
  control(
    glanceContainers,
    oneOf("NET_BIND_SERVICE"),
    'must be "NET_BIND_SERVICE" or left out, because Glance needs no other capability',
    `${context}.capabilities.add[]`,
  ),
  control(
    glanceContainers,
    oneOf("Default"),
    'must be "Default", because other values uncover parts of /proc',
    `${context}.procMount`,
  ),
  control(
    glanceContainers,
    oneOf(0),
    "must be left out, because it opens a port of the node",
    "ports[].hostPort",
  ),
  ...handlers.map((handler) =>
    control(
      glanceContainers,
      oneOf(""),
      "must be left out, because the kubelet would call any host that it names",
      `${handler}.httpGet.host`,
      `${handler}.tcpSocket.host`,
    ),
  ),
];
