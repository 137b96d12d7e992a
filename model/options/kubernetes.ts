import { z } from "zod";

import { count, dnsLabel, fields, flag, objectName, text } from "./values";

/** Values in Kubernetes' own spelling. */

const namePart = "[A-Za-z0-9]([\\w.-]{0,61}[A-Za-z0-9])?";
const qualifiedName = new RegExp(`^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?${namePart}$`);
const nameRemedy = "write its name in letters, digits, -, _ and ., such as example.org/team";

/** A name with perhaps a domain before it, as labels and annotations have it. */
const key = text(nameRemedy, qualifiedName);

const labelRemedy = 'write a text of at most 63 letters, digits, -, _ and ., such as "true"';
const labelValue = z
  .string({ error: labelRemedy })
  .regex(new RegExp(`^(${namePart})?$`), { error: labelRemedy });

const byName = <Value extends z.ZodType>(value: Value, remedy: string) =>
  z.record(z.string(), value, { error: remedy }).superRefine((map, context) => {
    const wrong = Object.keys(map).find((name) => !qualifiedName.test(name));
    if (wrong !== undefined) {
      context.addIssue({ code: "custom", path: [wrong], message: nameRemedy });
    }
  });

/** Labels, or what selects by them. */
export const labels = byName(labelValue, "write labels as name: value");

export const annotations = byName(
  z.string({ error: 'write a text, such as "true"' }),
  "write annotations as name: value",
);

export const list = <Item extends z.ZodType>(item: Item, what: string) =>
  z.array(item, { error: `write ${what} as a list` });

const oneOf = <const Values extends readonly string[]>(...values: Values) =>
  z.enum(values, { error: `write ${values.join(" or ")}` });

/** Requirements of labels, by some operators. */
const expressions = (...operators: string[]) =>
  list(
    fields({
      key,
      operator: oneOf("In", "NotIn", "Exists", "DoesNotExist", ...operators),
      values: list(z.string({ error: "write a text" }), "the values").optional(),
    }).superRefine(({ operator, values = [] }, context) => {
      const message = valuesProblem(operator, values);
      if (message !== undefined) {
        context.addIssue({ code: "custom", path: ["values"], message });
      }
    }),
    "the expressions",
  ).optional();

function valuesProblem(operator: string, values: readonly string[]): string | undefined {
  if (/^(In|NotIn)$/.test(operator)) {
    return values.length === 0 ? `write the values as a list, as ${operator} needs one` : undefined;
  }
  if (/^(Gt|Lt)$/.test(operator)) {
    return values.length === 1 && /^-?\d+$/.test(values[0] ?? "")
      ? undefined
      : `write a list of one whole number in quotes, as ${operator} compares with it`;
  }
  return values.length === 0 ? undefined : `leave them out, as ${operator} takes none`;
}

export const labelSelector = fields({
  matchLabels: labels.optional(),
  matchExpressions: expressions(),
});

const nodeSelectorTerm = fields({
  matchExpressions: expressions("Gt", "Lt"),
  matchFields: expressions("Gt", "Lt"),
});

const podAffinityTerm = fields({
  topologyKey: key,
  labelSelector: labelSelector.optional(),
  namespaces: list(dnsLabel("a name"), "the namespaces").optional(),
  namespaceSelector: labelSelector.optional(),
});

const weight = count("a whole number", 1, 100);

const podAffinity = fields({
  requiredDuringSchedulingIgnoredDuringExecution: list(podAffinityTerm, "the terms").optional(),
  preferredDuringSchedulingIgnoredDuringExecution: list(
    fields({ weight, podAffinityTerm }),
    "the terms",
  ).optional(),
});

export const affinity = fields({
  nodeAffinity: fields({
    requiredDuringSchedulingIgnoredDuringExecution: fields({
      nodeSelectorTerms: list(nodeSelectorTerm, "the terms").min(1, {
        error: "write at least one term",
      }),
    }).optional(),
    preferredDuringSchedulingIgnoredDuringExecution: list(
      fields({ weight, preference: nodeSelectorTerm }),
      "the terms",
    ).optional(),
  }).optional(),
  podAffinity: podAffinity.optional(),
  podAntiAffinity: podAffinity.optional(),
});

export const tolerations = list(
  fields({
    key: key.optional(),
    operator: oneOf("Equal", "Exists").optional(),
    value: labelValue.optional(),
    effect: oneOf("NoSchedule", "PreferNoSchedule", "NoExecute").optional(),
    tolerationSeconds: count("a whole number of seconds", 0, 2 ** 31).optional(),
  })
    .refine(({ key: name, operator }) => name !== undefined || operator === "Exists", {
      error: "write the key of the taint, or operator: Exists for all taints",
    })
    .refine(({ operator, value }) => operator !== "Exists" || !value, {
      path: ["value"],
      error: "leave it out, as Exists takes every value",
    })
    .refine(
      ({ effect, tolerationSeconds }) => tolerationSeconds === undefined || effect === "NoExecute",
      { path: ["tolerationSeconds"], error: "write effect: NoExecute beside it" },
    ),
  "the tolerations",
);

export const topologySpreadConstraints = list(
  fields({
    topologyKey: key,
    maxSkew: count("a whole number", 1, 1000),
    whenUnsatisfiable: oneOf("DoNotSchedule", "ScheduleAnyway"),
    labelSelector: labelSelector.optional(),
    minDomains: count("a whole number", 1, 1000).optional(),
    nodeAffinityPolicy: oneOf("Honor", "Ignore").optional(),
    nodeTaintsPolicy: oneOf("Honor", "Ignore").optional(),
  }).refine(
    ({ minDomains, whenUnsatisfiable }) =>
      minDomains === undefined || whenUnsatisfiable === "DoNotSchedule",
    { path: ["minDomains"], error: "write whenUnsatisfiable: DoNotSchedule beside it" },
  ),
  "the constraints",
);

export const imagePullSecrets = list(
  fields({ name: objectName("a Secret with a login to the registry") }),
  "the Secrets",
);

const items = list(
  fields({
    key: text("write a key of the Secret or ConfigMap", /^[\w.-]+$/),
    path: text("write a relative path", /^(?!\/)(?!.*\.\.)\S+$/),
  }),
  "the keys",
).optional();

const source = {
  secret: fields({ name: objectName("a Secret"), items, optional: flag.optional() }),
  configMap: fields({ name: objectName("a ConfigMap"), items, optional: flag.optional() }),
};

const volumeSources = {
  secret: fields({ secretName: objectName("a Secret"), items, optional: flag.optional() }),
  configMap: source.configMap,
  projected: fields({
    sources: list(
      fields({ secret: source.secret.optional(), configMap: source.configMap.optional() }),
      "the sources",
    ),
  }),
  emptyDir: fields({
    sizeLimit: text("write a quantity such as 100Mi", /^[1-9]\d*(k|M|G|Ki|Mi|Gi)?$/),
    medium: oneOf("Memory").optional(),
  }),
  csi: fields({
    driver: objectName("a CSI driver"),
    readOnly: flag.optional(),
    volumeAttributes: annotations.optional(),
    nodePublishSecretRef: fields({ name: objectName("a Secret") }).optional(),
  }),
};

const sourceNames = Object.keys(volumeSources) as (keyof typeof volumeSources)[];

/** A volume of one source, none of which another pod writes to. */
export const volume = fields({
  name: dnsLabel("a name"),
  secret: volumeSources.secret.optional(),
  configMap: volumeSources.configMap.optional(),
  projected: volumeSources.projected.optional(),
  emptyDir: volumeSources.emptyDir.optional(),
  csi: volumeSources.csi.optional(),
})
  .refine((value) => sourceNames.filter((name) => value[name] !== undefined).length === 1, {
    error: `write one of ${sourceNames.join(", ")} beside the name`,
  })
  .meta({
    elsewhere: Object.fromEntries(
      ["hostPath", "persistentVolumeClaim", "nfs", "ephemeral"].map((name) => [
        name,
        "a pod keeps files on its own staging claim, and shares none with the node or other pods; write one of " +
          sourceNames.join(", "),
      ]),
    ),
  });
