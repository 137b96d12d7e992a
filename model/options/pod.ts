import { posix } from "node:path";

import { z } from "zod";

import {
  caDirectory,
  cephDirectory,
  glanceDirectory,
  httpdDirectory,
  logDirectory,
  stagingMountPath,
  workerUrlVariable,
} from "../image";
import {
  affinity,
  annotations,
  imagePullSecrets,
  labels,
  list,
  tolerations,
  topologySpreadConstraints,
  volume,
} from "./kubernetes";
import {
  mergedResources,
  otherContainers,
  type OtherContainers,
  otherResources,
  pythonResources,
  refuseExcess,
} from "./resources";
import { dnsLabel, fields, flag, objectName, text } from "./values";

/** Labels by which controllers, Services and operators find the pods. */
const ownLabel =
  /^(app\.kubernetes\.io\/(name|part-of|component)|controller-revision-hash|job-name|(statefulset|apps|batch)\.kubernetes\.io\/.*|glance\/.*)$/;

const ownVolumes = "glance config httpd-config ceph log tmp run-httpd ca tls".split(" ");

const ownDirectories = [
  stagingMountPath,
  glanceDirectory,
  httpdDirectory,
  cephDirectory,
  logDirectory,
  caDirectory,
  "/etc/glance-database",
  "/etc/glance-keystone",
  "/etc/glance-tls",
  // Where published images have Glance.
  "/opt/glance",
  "/usr",
  "/var/lib/kolla",
  "/var/lib/openstack",
  "/tmp",
  "/run",
];

const restricted = "the pods keep to the profile restricted of Pod Security";

/** Fields of a pod that are set in another way, or not at all. */
const elsewhere = {
  terminationGracePeriodSeconds: "set glance:gracePeriod instead",
  containers: "set resources, env and volumeMounts instead",
  initContainers: "set resources, env and volumeMounts instead",
  serviceAccountName: "Glance never calls the API server, so its pods get no token",
  securityContext: restricted,
  hostNetwork: restricted,
  hostPID: restricted,
  hostIPC: restricted,
};

const environment = list(
  fields({
    name: text("write the name of a variable in letters, digits and _", /^[A-Za-z_]\w*$/)
      .refine((name) => !/^(POD_NAME|HOME|UWSGI_.*)$/.test(name) && name !== workerUrlVariable, {
        error: "leave it out, the program sets it itself",
        abort: true,
      })
      .refine((name) => !/^(PATH|PYTHON(PATH|HOME)|LD_(PRELOAD|LIBRARY_PATH))$/.test(name), {
        error: "leave it out, by it the programs and libraries of the image are found",
        abort: true,
      })
      .refine((name) => !/^(REQUESTS_CA_BUNDLE|SSL_CERT_FILE)$/.test(name), {
        error: "set glance:tls.ca instead",
        abort: true,
      })
      .refine((name) => !/^OS_\w+__\w+$/.test(name), {
        error:
          "write the option in glance:customServiceConfig, over which the environment would rank",
        abort: true,
      })
      .refine((name) => !/PASSWORD|PASSWD|SECRET|TOKEN/i.test(name), {
        error: "mount a Secret by volumes, because the environment goes to every child process",
      }),
    value: z
      .string({ error: 'write a text, such as "1"' })
      .refine((value) => !/^\w+:\/\/[^/@]*:[^/@]*@/.test(value), {
        error:
          "write it without user and password, because the environment goes to every child process",
        params: { secret: true },
      }),
  }).meta({
    elsewhere: { valueFrom: "write the value itself, or mount the Secret or ConfigMap by volumes" },
  }),
  "the variables",
);

const volumes = list(
  volume.refine(({ name }) => !ownVolumes.includes(name), {
    path: ["name"],
    error: "write another name, the program has a volume of this one",
  }),
  "the volumes",
);

const volumeMounts = list(
  fields({
    name: dnsLabel("the name of a volume"),
    mountPath: text("write an absolute path such as /etc/rabbit", /^\/(?!.*\.\.)[\w./-]*$/).refine(
      (path) => ownDirectories.every((own) => !isWithin(own, path) && !isWithin(path, own)),
      { error: "write a path apart from those of the program, such as /etc/rabbit" },
    ),
    subPath: text("write a relative path", /^(?!\/)(?!.*\.\.)\S+$/).optional(),
    readOnly: flag.optional(),
  }),
  "the mounts",
);

function isWithin(directory: string, path: string): boolean {
  return `${posix.resolve(path)}/`
    .replace("//", "/")
    .startsWith(`${posix.resolve(directory)}/`.replace("//", "/"));
}

/** What is set for the pods of one API, and with it for those of all. */
const podFields = {
  labels: labels
    .superRefine((map, context) => {
      const own = Object.keys(map).find((name) => ownLabel.test(name));
      if (own !== undefined) {
        const message = "leave it out, because Services or controllers find pods by it";
        context.addIssue({ code: "custom", path: [own], message });
      }
    })
    .optional()
    .describe("Labels beside the program's own"),
  annotations: annotations
    .superRefine((map, context) => {
      const own = Object.keys(map).find((name) => /^(glance|pulumi\.com)\//.test(name));
      if (own !== undefined) {
        const message = "leave it out, the program uses it itself";
        context.addIssue({ code: "custom", path: [own], message });
      }
    })
    .optional()
    .describe("Annotations, such as `k8s.v1.cni.cncf.io/networks`"),
  nodeSelector: labels.optional().describe("Labels of the nodes that may run them"),
  tolerations: tolerations.optional().describe("Taints of nodes that do not matter"),
  affinity: affinity
    .optional()
    .describe("Affinity; the preference for different nodes stays unless podAntiAffinity is set"),
  topologySpreadConstraints: topologySpreadConstraints
    .optional()
    .describe("Spread over zones; without a labelSelector they count the pods of the API"),
  priorityClassName: objectName("a PriorityClass").optional().describe("Their PriorityClass"),
  runtimeClassName: objectName("a RuntimeClass").optional().describe("Their RuntimeClass"),
  imagePullSecrets: imagePullSecrets.optional().describe("Secrets with logins to registries"),
  env: environment
    .superRefine(once("name"))
    .optional()
    .describe(
      "Variables of Glance; with a proxy among them `NO_PROXY` gets `.svc`, the pod itself and Keystone, in front of what is given",
    ),
  volumes: volumes
    .superRefine(once("name"))
    .optional()
    .describe("Volumes of secret, configMap, projected, emptyDir and csi; secrets get mode 0440"),
  volumeMounts: volumeMounts
    .superRefine(once("mountPath"))
    .optional()
    .describe("Where Glance finds these volumes"),
};

/** Refuses two entries of a list that have the same name. */
function once<Field extends string>(field: Field) {
  return (entries: Record<Field, string>[], context: z.core.$RefinementCtx) => {
    const names = entries.map((entry) => entry[field]);
    const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
    if (twice !== -1) {
      const message = "write each one once";
      context.addIssue({ code: "custom", path: [twice, field], message });
    }
  };
}

type WithVolumes = {
  volumes?: { name: string }[] | undefined;
  volumeMounts?: { name: string }[] | undefined;
};

function pairVolumes(
  { volumes = [], volumeMounts = [] }: WithVolumes,
  context: z.core.$RefinementCtx,
) {
  const check = (
    list: string,
    named: { name: string }[],
    others: { name: string }[],
    message: string,
  ) => {
    const alone = named.findIndex(({ name }) => others.every((other) => other.name !== name));
    if (alone !== -1) {
      context.addIssue({ code: "custom", path: [list, alone, "name"], message });
    }
  };
  check("volumes", volumes, volumeMounts, "mount it by volumeMounts, or leave it out");
  check("volumeMounts", volumeMounts, volumes, "write the volume under volumes beside it");
}

/** Fields of the pods of one API, on top of those of all. */
export const apiPod = fields(podFields).superRefine(pairVolumes).meta({ elsewhere });

const resources = (of: OtherContainers) =>
  fields(of === "jobs" ? pythonResources : otherResources).superRefine((given, context) => {
    const merged = mergedResources(otherContainers[of], given);
    refuseExcess(merged, context, `glance:pod.resources.${of}`, given);
  });

/** Fields of all pods, those of Jobs included. */
export const pod = fields({
  ...podFields,
  resources: fields({
    "glance-httpd": resources("glance-httpd").optional(),
    "glance-log": resources("glance-log").optional(),
    jobs: resources("jobs").optional(),
  })
    .optional()
    .describe(
      "Requests and limits of the containers `glance-httpd` and `glance-log`, and of all `jobs`, over the program's own",
    ),
})
  .superRefine(pairVolumes)
  .meta({ elsewhere })
  .prefault({});
