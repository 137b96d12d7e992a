import { workloadKinds } from "../../cel/admissionCheck";
import { all, cel } from "../../cel/expression";
import { ofGlance, volumes } from "../../cel/workload";
import { control, ofControls, required } from "../../control/control";
import { absent, type Demand, oneOf } from "../../control/demand";
import { glanceContainers, glancePods, type Place } from "../../control/place";
import { glanceWorkloadOf } from "../../model/staging";
import type { ObjectRule } from "../../rule";

/** Modes without a bit outside 0440: a list, because CEL knows no bitwise operations. */
const safeModes = oneOf(0o440, 0o400, 0o040, 0);
const modeMessage =
  "must be 0440 (decimal 288) or less, because nobody but Glance may read a secret, and nobody may change or run it";

/** URLs with a password in them, such as that of a database. */
const urlWithPassword = "://[^/@: ]*:[^/@ ]+@";
/** Names of variables and of command line options whose values are secret. */
const secretName = "(password|passwd|secret|secret_key|access_key|token)$";
const secretOption = "^--?[a-z0-9_-]*(password|passwd|secret)(=.+)?$";
/** The same in the text of a shell, where a value that begins with `$` is read elsewhere. */
const secretInShell =
  "(^|[\\s;&|])(--?[a-z0-9_-]*(password|passwd|secret)[= ]|[A-Z0-9_]*(PASSWORD|PASSWD|SECRET|SECRET_KEY|ACCESS_KEY|TOKEN)=)" +
  "['\"]?[^\\s'\"$`<-]";

const harmlessVariable: Demand = {
  isMet(entry) {
    const { text = "" } = entry.at("value");
    const isSecret =
      matches(secretName, (entry.at("name").text ?? "").toLowerCase()) && text !== "";
    return !isSecret && !matches(urlWithPassword, text);
  },
  inCel: (
    entry,
  ) => cel`!(${entry}.name.lowerAscii().matches(${secretName}) && ${entry}.?value.orValue("") != "") && \
!${entry}.?value.orValue("").matches(${urlWithPassword})`,
};

const harmlessWord: Demand = {
  isMet: ({ text = "" }) =>
    !matches(secretOption, text.toLowerCase()) &&
    !matches(secretInShell, text) &&
    !matches(urlWithPassword, text),
  inCel: (word) => cel`!${word}.lowerAscii().matches(${secretOption}) && \
!${word}.matches(${secretInShell}) && !${word}.matches(${urlWithPassword})`,
};

function matches(pattern: string, text: string): boolean {
  return new RegExp(pattern).test(text);
}

/** The sources of the volumes that bring secrets. */
const secretVolumes: Place = {
  title: "volumes with secrets",
  find: (object) =>
    glanceWorkloadOf(object).flatMap(({ volumes }) =>
      volumes.flatMap((volume) => {
        const [secret, projected] = [volume.at("secret"), volume.at("projected")];
        const sources = projected.at("sources").items();
        return [
          ...(secret.isAbsent ? [] : [secret]),
          ...(sources.every((source) => source.at("secret").isAbsent) ? [] : [projected]),
        ];
      }),
    ),
  every: (holds) =>
    ofGlance(
      all(
        volumes,
        "v",
        (v) => cel`(!has(${v}.secret) || (${holds(cel`${v}.secret`)})) && \
(!${v}.?projected.?sources.orValue([]).exists(s, has(s.secret)) || (${holds(cel`${v}.projected`)}))`,
      ),
    ),
};

/** Secrets reach Glance only as files that Glance alone can read. */
export const requireSecretFiles: ObjectRule = {
  name: "pod-require-secret-files",
  title: "Secrets are files that Glance alone reads",
  description:
    "The secrets of Glance are files with mode 0440 at most, and not in the environment.",
  severity: "high",
  level: "mandatory",
  rationale:
    "The environment goes to every child process, such as qemu-img, and into crash reports; files of the default mode " +
    "0644 can be read by every user in the container.",
  url: "https://kubernetes.io/docs/concepts/configuration/secret/#using-secrets-as-files-from-a-pod",
  remedy: "a `secret` volume with `defaultMode: 288`",
  ...ofControls(workloadKinds, () => [
    control(
      glanceContainers,
      absent,
      "must be left out and the secret mounted as a file, because the environment goes to every child process and into crash reports",
      "env[].valueFrom.secretKeyRef",
      "envFrom[].secretRef",
    ),
    control(
      glanceContainers,
      harmlessVariable,
      "must hold no password: put it into a Secret, and mount that as a file",
      "env[]",
    ),
    control(
      glanceContainers,
      harmlessWord,
      "must hold no password, because every process of the node can see it: mount it as a file",
      "command[]",
      "args[]",
      "lifecycle.preStop.exec.command[]",
      "lifecycle.postStart.exec.command[]",
    ),
    // What Kubernetes gives files when a manifest says nothing is 0644.
    required(secretVolumes, safeModes, modeMessage, "defaultMode"),
    control(
      glancePods,
      safeModes,
      modeMessage,
      "volumes[].secret.items[].mode",
      "volumes[].projected.sources[].secret.items[].mode",
    ),
  ]),
};
