import { changed } from "../fixtures/fixture";
import { otherContainer } from "../fixtures/manifests";
import { base64, type Changes, container, input, object, pod } from "./deployment";
import type { Kind } from "./kind";

/** Passwords, tokens and rights; and what the API server is asked in the same words. */

const set = (changes: Record<string, unknown>): Changes => ({ set: changes });
const env = (name: string, value: string) => set({ [`${container}.env[2]`]: { name, value } });
const map = (text: string) => object("v1", "ConfigMap", "extra", { data: { "10.conf": text } });
const withMap = set({
  [`${pod}.volumes[1]`]: { name: "extra", configMap: { name: "extra" } },
  [`${container}.volumeMounts[2]`]: {
    name: "extra",
    mountPath: "/etc/glance/glance.conf.d/10.conf",
    subPath: "10.conf",
  },
});
const tokenSecret = object("v1", "Secret", "token", {
  type: "kubernetes.io/service-account-token",
  metadata: {
    name: "token",
    namespace: "fixtures",
    annotations: { "kubernetes.io/service-account.name": "admin" },
  },
});
const tokenVolume = (source: object) =>
  set({
    [`${pod}.volumes[1]`]: { name: "t", ...source },
    [`${container}.volumeMounts[2]`]: { name: "t", mountPath: "/token" },
  });
const url = "http://$(POD_NAME).glance-single-api.fixtures.svc:9292";
const urlName = "OS_DEFAULT__WORKER_SELF_REFERENCE_URL";
const field = { fieldRef: { fieldPath: "metadata.name" } };

export const secrets: readonly Kind[] = [
  {
    title: "Passwords and tokens that others can read",
    wrong: [
      input("a password in a variable", env("OS_KEYSTONE_AUTHTOKEN__PASSWORD", "hunter2")),
      input(
        "a URL of a database in a variable",
        env("OS_DATABASE__CONNECTION", "mysql+pymysql://glance:hunter2@db/glance"),
      ),
      input(
        "a password in another container",
        set({
          [`${pod}.containers[1]`]: otherContainer({ env: [{ name: "DB_PASSWORD", value: "x" }] }),
        }),
      ),
      input(
        "a password in an init container",
        set({
          [`${pod}.initContainers`]: [
            otherContainer({ env: [{ name: "MYSQL_PWD_PASSWORD", value: "x" }] }),
          ],
        }),
      ),
      input(
        "a password of a Secret in a variable",
        set({
          [`${container}.env[2]`]: {
            name: "P",
            valueFrom: { secretKeyRef: { name: "s", key: "k" } },
          },
        }),
      ),
      input(
        "a Secret as the environment",
        set({ [`${container}.envFrom`]: [{ prefix: "X_", secretRef: { name: "s" } }] }),
      ),
      input("a password in arguments", set({ [`${container}.args`]: ["--password=hunter2"] })),
      input(
        "a password as the next argument",
        set({ [`${container}.args`]: ["--os-password", "hunter2"] }),
      ),
      input(
        "a URL of a database in a command",
        set({
          [`${container}.command`]: [
            "sh",
            "-c",
            "glance-manage --database-connection mysql://a:b@db/g db sync",
          ],
        }),
      ),
      ...["VAULT_TOKEN", "PGPASSWORD", "AWS_SECRET_ACCESS_KEY", "os_password"].map((name) =>
        input(`a secret in the variable ${name}`, env(name, "x")),
      ),
      ...["mysql -uglance --password='x y' glance", "OS_PASSWORD=hunter2 glance image-list"].map(
        (text) => input(`a password in a shell, ${text}`, set({ [`${container}.args`]: [text] })),
      ),
      input(
        "a password in a hook",
        set({
          [`${container}.lifecycle.preStop.exec.command`]: [
            ...["sh", "-c", "sleep 15; mysql --password=hunter2"],
          ],
        }),
      ),
      input(
        "a password of a ConfigMap in the environment",
        set({ [`${container}.envFrom`]: [{ configMapRef: { name: "extra" } }] }),
        object("v1", "ConfigMap", "extra", { data: { DB_PASSWORD: "hunter2" } }),
      ),
      input(
        "a password of a ConfigMap in a variable",
        set({
          [`${container}.env[2]`]: {
            name: "DB_PASSWORD",
            valueFrom: { configMapKeyRef: { name: "extra", key: "p" } },
          },
        }),
        object("v1", "ConfigMap", "extra", { data: { p: "hunter2" } }),
      ),
      input(
        "a password in a ConfigMap",
        withMap,
        map("[keystone_authtoken]\npassword = hunter2\n"),
      ),
      input(
        "a database in a ConfigMap",
        withMap,
        map("[database]\nconnection = mysql+pymysql://glance:hunter2@db/glance\n"),
      ),
      input(
        "RabbitMQ in a ConfigMap",
        withMap,
        map("[DEFAULT]\ntransport_url = rabbit://u:p@mq:5672/\n"),
      ),
      input(
        "a key of S3 in binary data of a ConfigMap",
        withMap,
        object("v1", "ConfigMap", "extra", {
          binaryData: { "10.conf": base64("[s3]\ns3_store_secret_key = abc\n") },
        }),
      ),
      input(
        "a token of a ServiceAccount",
        set({ [`${pod}.automountServiceAccountToken`]: undefined }),
      ),
      input(
        "a projected token",
        tokenVolume({ projected: { sources: [{ serviceAccountToken: { path: "t" } }] } }),
      ),
      input(
        "a Secret with a token",
        tokenVolume({ secret: { secretName: "token", defaultMode: 288 } }),
        tokenSecret,
      ),
      input(
        "a Secret with a token, projected",
        tokenVolume({ projected: { defaultMode: 288, sources: [{ secret: { name: "token" } }] } }),
        tokenSecret,
      ),
      input("files that everybody reads", set({ [`${pod}.volumes[0].secret.defaultMode`]: 420 })),
      input(
        "files of the usual mode",
        set({ [`${pod}.volumes[0].secret.defaultMode`]: undefined }),
      ),
      input(
        "one file that everybody reads",
        set({
          [`${pod}.volumes[0].secret.items`]: [
            { key: "00-config.conf", path: "a.conf", mode: 0o444 },
            { key: "policy.yaml", path: "policy.yaml" },
          ],
        }),
      ),
      input("shared processes", set({ [`${pod}.shareProcessNamespace`]: true })),
      input("a privileged container", set({ [`${container}.securityContext.privileged`]: true })),
      input(
        "a privileged init container",
        set({
          [`${pod}.initContainers`]: [otherContainer({ securityContext: { privileged: true } })],
        }),
      ),
      input("root", set({ [`${pod}.securityContext.runAsUser`]: 0 })),
      input("processes of the node", set({ [`${pod}.hostPID`]: true })),
      input("a directory of the node", tokenVolume({ hostPath: { path: "/" } })),
    ],
    right: [
      input(
        "a variable that is called after a password file",
        env("PASSWORD_FILE", "/run/secrets/password"),
      ),
      input("an empty password", env("DB_PASSWORD", "")),
      input(
        "a URL without a password",
        env("OS_KEYSTONE_AUTHTOKEN__AUTH_URL", "http://keystone:5000"),
      ),
      input(
        "a shell that reads a password from a file",
        set({
          [`${container}.args`]: [
            'export DB_PASSWORD="$(cat /run/secrets/db)"; TOKEN=`cat /run/token` mysql --password=$DB_PASSWORD --password-file /x',
          ],
        }),
      ),
      input(
        "plain options in a ConfigMap",
        withMap,
        map("[keystone_authtoken]\nauth_url = http://keystone:5000\nusername = glance\n"),
      ),
      input("the mode 0400", set({ [`${pod}.volumes[0].secret.defaultMode`]: 256 })),
      input("a Secret of a ServiceAccount beside", {}, tokenSecret),
      input(
        "arguments without passwords",
        set({
          [`${container}.args`]: [
            "--config-dir",
            "/etc/glance/glance.conf.d",
            "--nopassword-check",
          ],
        }),
      ),
      input(
        "a privileged DaemonSet of another team",
        {},
        object("apps/v1", "DaemonSet", "csi", {
          spec: {
            selector: { matchLabels: { a: "b" } },
            template: {
              metadata: { labels: { a: "b" } },
              spec: {
                hostPID: true,
                containers: [{ name: "c", image: "csi:1", securityContext: { privileged: true } }],
              },
            },
          },
        }),
      ),
    ],
  },
  {
    title: "Where check and API server differed",
    wrong: [
      input(
        "equal URLs around another POD_NAME",
        set({
          [`${container}.env`]: [
            { name: "POD_NAME", valueFrom: field },
            { name: urlName, value: url },
            { name: "POD_NAME", value: "glance-single-api-0" },
            { name: urlName, value: url },
          ],
        }),
      ),
      input("a Service with a dot as any letter", set({ "spec.serviceName": "glance.single.api" })),
      input(
        "an image with a line break after its tag",
        {},
        object("v1", "Pod", "x", {
          spec: { containers: [otherContainer({ image: "r.example/glance:1\n" })] },
        }),
      ),
      input("a path upwards", { volumes: { "spec.local.path": "/mnt/../var/lib/kubelet" } }),
      input(
        "a mount path upwards",
        {},
        object("v1", "Pod", "x", {
          spec: {
            containers: [
              otherContainer({
                volumeMounts: [{ name: "a", mountPath: "/srv/../var/lib/glance" }],
              }),
            ],
            volumes: [{ name: "a", emptyDir: {} }],
          },
        }),
      ),
      input(
        "ReadWriteOncePod of a local class",
        set({ "spec.volumeClaimTemplates[0].spec.accessModes": ["ReadWriteOncePod"] }),
      ),
    ],
    right: [
      input(
        "equal URLs after one POD_NAME",
        set({
          [`${container}.env`]: [
            { name: "POD_NAME", valueFrom: field },
            { name: urlName, value: url },
            { name: urlName, value: url },
          ],
        }),
      ),
      input(
        "a pod of another kind of the same name",
        {},
        changed(object("v1", "Pod", "x", { spec: { containers: [otherContainer()] } }), {
          "metadata.name": "glance-single-api-0",
        }),
      ),
    ],
  },
];
