import { configuration as secret } from "../fixtures/configurations";
import { changed, type Manifest } from "../fixtures/fixture";
import { otherContainer } from "../fixtures/manifests";
import { base64, type Changes, container, input, object, pod } from "./deployment";
import type { Kind } from "./kind";

/** What Glance is told, and where. */

const stagingSection = (path: string) =>
  `[os_glance_staging_store]\nfilesystem_store_datadir = ${path}\n`;
const right = "/var/lib/glance/os_glance_staging_store";
const datadir = "OS_OS_GLANCE_STAGING_STORE__FILESYSTEM_STORE_DATADIR";
const map = (data: Record<string, string>) => object("v1", "ConfigMap", "extra", { data });
const envFrom = (entry: object): Changes => ({ set: { [`${container}.envFrom`]: [entry] } });
const fromMap = { configMapRef: { name: "extra" } };

/** A further volume at a path of the container that runs Glance. */
const mounted = (
  source: object,
  mount: Record<string, unknown>,
  changes: Record<string, unknown> = {},
): Changes => ({
  set: {
    [`${pod}.volumes[1]`]: { name: "extra", ...source },
    [`${container}.volumeMounts[2]`]: { name: "extra", ...mount },
    ...changes,
  },
});
const mapVolume = { configMap: { name: "extra" } };
const wrongMap = map({ "x.conf": stagingSection("/srv"), "x.ini": stagingSection("/srv") });
const rightMap = map({ "x.conf": stagingSection(right), "x.ini": stagingSection(right) });
const env = (name: string, value: string) => ({ [`${container}.env[2]`]: { name, value } });
const binary = (file: string, text: string) =>
  object("v1", "ConfigMap", "extra", { binaryData: { [file]: base64(text) } });

/** The ways by which a file in a ConfigMap reaches Glance. */
const ways: [title: string, changes: Changes][] = [
  [
    "the main file",
    mounted(mapVolume, { mountPath: "/etc/glance/glance-api.conf", subPath: "x.conf" }),
  ],
  [
    "glance.conf.d of the main directory",
    mounted(mapVolume, { mountPath: "/etc/glance/glance.conf.d/99.conf", subPath: "x.conf" }),
  ],
  [
    "OS_GLANCE_CONFIG_DIR",
    mounted(
      { configMap: { name: "extra", items: [{ key: "x.conf", path: "glance-api.conf" }] } },
      { mountPath: "/conf" },
      env("OS_GLANCE_CONFIG_DIR", "/conf"),
    ),
  ],
  [
    "OS_GLANCE_CONFIG_FILES",
    mounted(
      mapVolume,
      { mountPath: "/conf" },
      env("OS_GLANCE_CONFIG_FILES", "/etc/glance/glance.conf.d/00-config.conf;/conf/x.ini"),
    ),
  ],
  [
    "--config-dir in arguments",
    mounted(
      mapVolume,
      { mountPath: "/conf" },
      { [`${container}.args`]: ["--config-dir", "/conf"] },
    ),
  ],
  [
    "--config-file with another ending",
    mounted(
      mapVolume,
      { mountPath: "/conf" },
      { [`${container}.command`]: ["glance-api", "--config-file=/conf/x.ini"] },
    ),
  ],
  [
    "--config-file in a shell",
    mounted(
      mapVolume,
      { mountPath: "/conf" },
      { [`${container}.command`]: ["/bin/sh", "-ec", "exec glance-api --config-file /conf/x.ini"] },
    ),
  ],
  [
    "the home directory",
    mounted(
      mapVolume,
      { mountPath: "/root/.glance" },
      {
        [`${container}.env[2]`]: { name: "HOME", value: "/root" },
        [`${pod}.volumes[1].configMap.items`]: [{ key: "x.conf", path: "glance-api.conf" }],
      },
    ),
  ],
  ["kolla's directory", mounted(mapVolume, { mountPath: "/var/lib/kolla/config_files" })],
  [
    "the directory above",
    mounted(mapVolume, { mountPath: "/etc/glance-api.conf", subPath: "x.conf" }),
  ],
  ["a directory beside the main one", mounted(mapVolume, { mountPath: "/etc/glance.conf.d" })],
  [
    "a file in the home directory",
    mounted(mapVolume, { mountPath: "/var/lib/glance/glance-api.conf", subPath: "x.conf" }),
  ],
  [
    "the directory from which a script of images copies",
    mounted(mapVolume, { mountPath: "/var/lib/config-data/default" }),
  ],
  ...[
    ["env", "OS_GLANCE_CONFIG_DIR=/conf", "glance-api"],
    ["sh", "-c", "export OS_GLANCE_CONFIG_DIR='/conf'; exec uwsgi"],
  ].map((command): [string, Changes] => [
    `OS_GLANCE_CONFIG_DIR by ${command[0]}`,
    mounted(
      { configMap: { name: "extra", items: [{ key: "x.conf", path: "glance-api.conf" }] } },
      { mountPath: "/conf" },
      { [`${container}.command`]: command },
    ),
  ]),
  [
    "a projected volume",
    mounted(
      {
        projected: {
          defaultMode: 288,
          sources: [
            { secret: { name: "config" } },
            { configMap: { name: "extra", items: [{ key: "x.conf", path: "zz.conf" }] } },
          ],
        },
      },
      { mountPath: "/etc/glance/glance.conf.d" },
      { [`${container}.volumeMounts[1]`]: undefined },
    ),
  ],
  [
    "a directory by subPath",
    mounted(
      { configMap: { name: "extra", items: [{ key: "x.conf", path: "d/z.conf" }] } },
      { mountPath: "/etc/glance/glance.conf.d/more", subPath: "d" },
    ),
  ],
];
// A place of a list that is removed would be a hole in it.
const filled = (changes: Changes): Changes => ({
  ...changes,
  set: Object.fromEntries(
    Object.entries(changes.set ?? {}).map(([path, value]) => [
      path,
      value ?? { name: "extra", mountPath: "/tmp/config" },
    ]),
  ),
});

/** The Secret with further files, and other fields. */
const files = (further: Record<string, string>, fields: Record<string, unknown> = {}): Changes => ({
  config: { stringData: secret(further)["stringData"], ...fields },
});
const conf = (text: string) => files({ "50-more.conf": text });

const withoutNamespace = (manifest: Manifest) =>
  changed(manifest, { "metadata.namespace": undefined });

export const configuration: readonly Kind[] = [
  {
    title: "The environment moves staging or shuts imports off",
    wrong: [
      input("a ConfigMap of the environment", envFrom(fromMap), map({ [datadir]: "/srv" })),
      input(
        "a ConfigMap with a prefix",
        envFrom({ prefix: "OS_OS_GLANCE_", ...fromMap }),
        map({ STAGING_STORE__FILESYSTEM_STORE_DATADIR: "/srv" }),
      ),
      input(
        "the single store",
        {
          ...envFrom(fromMap),
          ...files({
            "00-config.conf":
              "[DEFAULT]\nenabled_import_methods = [glance-direct]\n[oslo_policy]\npolicy_file = policy.yaml\n",
          }),
        },
        map({ OS_DEFAULT__NODE_STAGING_URI: "file:///srv" }),
      ),
      input(
        "no glance-direct",
        envFrom(fromMap),
        map({ OS_DEFAULT__ENABLED_IMPORT_METHODS: "[web-download]" }),
      ),
      input(
        "no plugins",
        envFrom(fromMap),
        map({ OS_IMAGE_IMPORT_OPTS__IMAGE_IMPORT_PLUGINS: "[]" }),
      ),
      input(
        "another format",
        envFrom(fromMap),
        map({ OS_IMAGE_CONVERSION__OUTPUT_FORMAT: "qcow2" }),
      ),
      input(
        "a Secret of the environment",
        envFrom({ secretRef: { name: "extra" } }),
        object("v1", "Secret", "extra", { data: { [datadir]: base64("/srv") } }),
      ),
      input(
        "a key of a ConfigMap",
        {
          set: {
            [`${container}.env[2]`]: {
              name: "OS_DEFAULT__ENABLED_IMPORT_METHODS",
              valueFrom: { configMapKeyRef: { name: "extra", key: "m" } },
            },
          },
        },
        map({ m: "[]" }),
      ),
      input("a file that an init container writes", {
        set: {
          [`${pod}.initContainers`]: [
            otherContainer({
              command: ["sh", "-c", `printf '${stagingSection("/srv")}' > /etc/glance/x.conf`],
            }),
          ],
        },
      }),
      input("a variable that a shell sets", {
        set: { [`${container}.command`]: ["sh", "-c", `${datadir}=/srv exec glance-api`] },
      }),
      input("methods that a shell sets", {
        set: {
          [`${container}.args`]: ["export OS_DEFAULT__ENABLED_IMPORT_METHODS=[]; exec glance-api"],
        },
      }),
      input("a plain variable", { set: env(datadir, "/srv") }),
      input(
        "a ConfigMap without a namespace",
        envFrom(fromMap),
        withoutNamespace(map({ [datadir]: "/srv" })),
      ),
      input("policies of another file", { set: env("OS_OSLO_POLICY__POLICY_FILE", "/dev/null") }),
    ],
    right: [
      input(
        "a ConfigMap that has nothing to do with it",
        envFrom(fromMap),
        map({ TZ: "UTC", LANG: "C" }),
      ),
      input(
        "a ConfigMap under another prefix",
        envFrom({ prefix: "X_", ...fromMap }),
        map({ [datadir]: "/srv" }),
      ),
      input(
        "the environment of another namespace",
        envFrom(fromMap),
        map({}),
        changed(map({ [datadir]: "/srv" }), { "metadata.namespace": "other" }),
      ),
      input("debug in the environment", envFrom(fromMap), map({ OS_DEFAULT__DEBUG: "true" })),
      input(
        "a binary key, of which no variable is made",
        envFrom(fromMap),
        binary(datadir, "/srv"),
      ),
    ],
  },
  {
    title: "Configuration in other places",
    wrong: ways.map(([title, changes]) => input(title, filled(changes), wrongMap)),
    right: ways.map(([title, changes]) => input(title, filled(changes), rightMap)),
  },
  {
    title: "Configuration in other objects",
    wrong: [
      input(
        "binary data of a ConfigMap",
        mounted(mapVolume, { mountPath: "/etc/glance/glance.conf.d/99.conf", subPath: "x.conf" }),
        binary("x.conf", stagingSection("/srv")),
      ),
      input(
        "a Secret without a namespace",
        files({ "99.conf": stagingSection("/srv") }, { "metadata.namespace": undefined }),
      ),
      input("a set without a namespace", {
        set: { "metadata.namespace": undefined },
        ...conf(stagingSection("/srv")),
      }),
      input("an immutable Secret in base64", {
        config: { immutable: true, data: { "99.conf": base64(stagingSection("/srv")) } },
      }),
      input(
        "stringData over data",
        files(
          { "99.conf": stagingSection("/srv") },
          { data: { "99.conf": base64(stagingSection(right)) } },
        ),
      ),
      input("items under another name", {
        set: {
          [`${pod}.volumes[0].secret.items`]: [
            { key: "00-config.conf", path: "00.conf" },
            { key: "moved", path: "99.conf" },
            { key: "policy.yaml", path: "policy.yaml" },
          ],
        },
        ...files({ moved: stagingSection("/srv") }),
      }),
      input("a later file", conf(stagingSection("/srv"))),
      input(
        "a directory of several",
        conf("[os_glance_staging_store]\nfilesystem_store_datadirs = /srv:1\n"),
      ),
      input(
        "a single store in a file",
        files({
          "00-config.conf":
            "[DEFAULT]\nenabled_import_methods = [glance-direct]\nnode_staging_uri = file:///srv\n[oslo_policy]\npolicy_file = policy.yaml\n",
        }),
      ),
      input("what an init container copies", {
        set: {
          [`${pod}.volumes[1]`]: { name: "made", emptyDir: {} },
          [`${container}.volumeMounts[1]`]: {
            name: "made",
            mountPath: "/etc/glance/glance.conf.d",
          },
          [`${pod}.initContainers`]: [
            {
              name: "copy",
              image: `busybox@sha256:${"0".repeat(64)}`,
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
                readOnlyRootFilesystem: true,
              },
              volumeMounts: [
                { name: "config", mountPath: "/in" },
                { name: "made", mountPath: "/out" },
              ],
            },
          ],
        },
        ...conf(stagingSection("/srv")),
      }),
      input(
        "the URL of a worker in a file",
        conf("[DEFAULT]\nworker_self_reference_url = http://glance:9292\n"),
      ),
      input("no filter", conf("[import_filtering_opts]\ndisallowed_hosts =\n")),
      input(
        "an open tasks API in a directory of policies",
        {
          ...files({ "01.conf": "[oslo_policy]\npolicy_dirs = /etc/glance/more\n" }),
          ...mounted(mapVolume, { mountPath: "/etc/glance/more" }),
        },
        map({ "a.yaml": 'tasks_api_access: ""\n' }),
      ),
      input("an open tasks API", files({ "policy.yaml": 'tasks_api_access: ""\n' })),
      input(
        "no conversion",
        conf("[image_import_opts]\nimage_import_plugins = ['inject_image_metadata']\n"),
      ),
      input("an unchecked certificate", conf("[keystone_authtoken]\ninsecure = True\n")),
    ],
    right: [
      input(
        "a file that a later one puts right",
        files({ "40.conf": stagingSection("/srv"), "50.conf": stagingSection(right) }),
      ),
      input(
        "an earlier file that shuts glance-direct off",
        files({ "0.conf": "[DEFAULT]\nenabled_import_methods = []\n" }),
      ),
      input(
        "a Secret of the same name in another namespace",
        {},
        changed(secret({ "99.conf": stagingSection("/srv") }), { "metadata.namespace": "other" }),
      ),
      input("a key that is not picked", {
        set: {
          [`${pod}.volumes[0].secret.items`]: [
            { key: "00-config.conf", path: "00.conf" },
            { key: "policy.yaml", path: "policy.yaml" },
          ],
        },
        ...files({ "99.conf": stagingSection("/srv") }),
      }),
      input("a directory with a slash at its end", conf(stagingSection(`${right}/`))),
      input(
        "the directory of a file store",
        conf("[file]\nfilesystem_store_datadir = /var/lib/images\n"),
      ),
      input(
        "a continuation line and a comment",
        conf(
          "# [os_glance_staging_store]\n[DEFAULT]\nenabled_import_methods = [glance-direct,\n  web-download]\n",
        ),
      ),
    ],
  },
];
