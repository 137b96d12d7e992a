import { secretSourcesOf } from "../../model/configurationFiles";
import { namespaceOf } from "../../model/kubernetesObject";
import { glanceWorkloadOf } from "../../model/staging";
import type { StackRule } from "../../rule";

const tokenType = "kubernetes.io/service-account-token";
const message =
  "must not name a Secret with a token of a ServiceAccount, because Glance never calls the API server, and whoever breaks into it would";

/** A token that is kept in a Secret never ends. */
export const disallowAccountToken: StackRule = {
  name: "secret-disallow-account-token",
  title: "No file is a token of the API server",
  description: "No volume of a Glance pod is made of a Secret with the token of a ServiceAccount.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "A token in a Secret is valid until somebody deletes it, and often that of an account with more rights than the pod's own.",
  url: "https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets",
  remedy: "no such volume",
  scope: "stack",
  validate: (stack) =>
    stack.objects.flatMap(glanceWorkloadOf).flatMap((workload) =>
      workload.volumes
        .flatMap(secretSourcesOf)
        .filter(
          ({ text }) =>
            text !== undefined &&
            stack.find("Secret", namespaceOf(workload), text)?.manifest.at("type").text ===
              tokenType,
        )
        .map((field) => ({ object: workload, field, message })),
    ),
  admissionLimit: "Which type a Secret has, only the Secret says.",
};
