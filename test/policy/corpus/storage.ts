import type { Manifest } from "../fixtures/fixture";
import { localVolume } from "../fixtures/manifests";
import { type Changes, claim, clusterObject, container, input, object, pod } from "./deployment";
import type { Kind } from "./kind";

/** Staging claims, their volumes and classes. */

const set = (changes: Record<string, unknown>): Changes => ({ set: changes });
const noVolumes: Changes = { volumes: undefined };
const beta = "volume.beta.kubernetes.io/storage-class";
const pvc = (name: string, spec: object = {}, metadata: object = {}): Manifest => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name, namespace: "fixtures", ...metadata },
  spec: {
    accessModes: ["ReadWriteMany"],
    storageClassName: "fast",
    resources: { requests: { storage: "10Gi" } },
    ...spec,
  },
});
const storageClass = (name: string, provisioner: string, fields: Record<string, unknown> = {}) =>
  clusterObject("storage.k8s.io/v1", "StorageClass", name, {
    provisioner,
    volumeBindingMode: "WaitForFirstConsumer",
    ...fields,
  });
const ofClass = (name: string): Changes => ({
  ...set({ [`${claim}.storageClassName`]: name }),
  ...noVolumes,
});
const volume = (name: string, source: object, spec: object = {}) =>
  clusterObject("v1", "PersistentVolume", name, {
    spec: {
      capacity: { storage: "10Gi" },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: "local-storage",
      ...source,
      ...spec,
    },
  });
const source = (path: string, value: object): Changes => ({
  volumes: { "spec.local": undefined, "spec.nodeAffinity": undefined, [`spec.${path}`]: value },
});

const sharedNames = [
  ...[
    "manila-default",
    "lustre-scratch",
    "azure-file-premium",
    "azurefile-csi",
    "fsx-ssd",
    "smb-share",
    "trident-nas",
    "cephfs",
    "ocs-storagecluster-cephfs",
  ],
  ...[
    "nfs-client",
    "efs-sc",
    "gluster-vol",
    "filestore-rwx",
    "beegfs",
    "juicefs-sc",
    "weka-fs",
    "longhorn-rwx-nfs",
  ],
];
const sharedProvisioners = [
  ...[
    "csi.juicefs.com",
    "spectrumscale.csi.ibm.com",
    "beegfs.csi.netapp.com",
    "csi.weka.io",
    "csi-isilon.dellemc.com",
  ],
  ...[
    "ru.yandex.s3.csi",
    "nfs.csi.k8s.io",
    "efs.csi.aws.com",
    "cephfs.csi.ceph.com",
    "openshift-storage.cephfs.csi.ceph.com",
  ],
  ...[
    "file.csi.azure.com",
    "smb.csi.k8s.io",
    "fsx.csi.aws.com",
    "manila.csi.openstack.org",
    "nfs.manila.csi.openstack.org",
  ],
  ...[
    "cluster.local/nfs-subdir-external-provisioner",
    "filestore.csi.storage.gke.io",
    "lustre.csi.hpe.com",
    "csi.quobyte.com",
    "files.csi.nutanix.com",
    "com.mapr.csi-kdf",
    "gcsfuse.csi.storage.gke.io",
    "blob.csi.azure.com",
    "fss.csi.oraclecloud.com",
    "sfsturbo.csi.everest.io",
    "csi.vastdata.com",
    "csi.moosefs.com",
    "openebs.io/nfsrwx",
  ],
];
const privateProvisioners = [
  ...[
    "topolvm.io",
    "rbd.csi.ceph.com",
    "ebs.csi.aws.com",
    "disk.csi.azure.com",
    "cinder.csi.openstack.org",
    "driver.longhorn.io",
  ],
  ...[
    "openebs.io/local",
    "local.csi.openebs.io",
    "zfs.csi.openebs.io",
    "lvms.topolvm.io",
    "linstor.csi.linbit.com",
    "rancher.io/local-path",
  ],
];

export const storage: readonly Kind[] = [
  {
    title: "Staging that several pods share, or that is lost",
    wrong: [
      ...["ReadWriteMany", "ReadOnlyMany"].map((mode) =>
        input(`a template with ${mode}`, set({ [`${claim}.accessModes`]: [mode] })),
      ),
      input(
        "a template with two modes",
        set({ [`${claim}.accessModes`]: ["ReadWriteOnce", "ReadWriteMany"] }),
      ),
      input(
        "a claim in place of the template",
        set({
          [`${pod}.volumes[1]`]: { name: "s", persistentVolumeClaim: { claimName: "shared" } },
          [`${container}.volumeMounts[0]`]: { name: "s", mountPath: "/var/lib/glance" },
        }),
      ),
      ...[
        { nfs: { server: "nfs.example.org", path: "/" } },
        { emptyDir: {} },
        { hostPath: { path: "/srv" } },
        { cephfs: { monitors: ["m"] } },
        { csi: { driver: "nfs.csi.k8s.io" } },
        { ephemeral: { volumeClaimTemplate: { spec: {} } } },
      ].map((own) =>
        input(
          `staging on ${Object.keys(own)[0]}`,
          set({
            [`${pod}.volumes[1]`]: { name: "s", ...own },
            [`${container}.volumeMounts[2]`]: {
              name: "s",
              mountPath: "/var/lib/glance/os_glance_staging_store",
            },
          }),
        ),
      ),
      input("claims made before, with the names of the set", {}, pvc("glance-glance-single-api-1")),
      input(
        "claims made before, of another template",
        {
          ...set({
            "spec.volumeClaimTemplates[0].metadata.name": "staging-volume",
            [`${container}.volumeMounts[0].name`]: "staging-volume",
          }),
          ...noVolumes,
        },
        pvc("staging-volume-glance-single-api-0"),
      ),
      input(
        "claims made before, of a template like a cache",
        {
          ...set({
            "spec.volumeClaimTemplates[0].metadata.name": "images",
            [`${container}.volumeMounts[0].name`]: "images",
          }),
          ...noVolumes,
        },
        pvc("images-glance-single-api-2"),
      ),
      input(
        "a claim made before without a namespace",
        {},
        pvc("glance-glance-single-api-1", {}, { namespace: undefined }),
      ),
      input(
        "a claim of a later ordinal",
        { ...set({ "spec.ordinals.start": 5 }), ...noVolumes },
        pvc("glance-glance-single-api-6"),
      ),
      input(
        "a Deployment on a claim of the set",
        {},
        object("apps/v1", "Deployment", "cleaner", {
          spec: {
            selector: { matchLabels: { a: "b" } },
            template: {
              metadata: { labels: { a: "b" } },
              spec: {
                containers: [
                  {
                    name: "c",
                    image: "busybox",
                    volumeMounts: [{ name: "d", mountPath: "/data" }],
                  },
                ],
                volumes: [
                  { name: "d", persistentVolumeClaim: { claimName: "glance-glance-single-api-0" } },
                ],
              },
            },
          },
        }),
      ),
      input(
        "a Deployment on the directory of a volume",
        {},
        object("apps/v1", "Deployment", "cleaner", {
          spec: {
            template: {
              spec: {
                containers: [{ name: "c", image: "busybox" }],
                volumes: [{ name: "d", hostPath: { path: "/mnt/openstack/pv01/" } }],
              },
            },
          },
        }),
      ),
      input(
        "a Pod on a claim of the set, to read",
        {},
        object("v1", "Pod", "backup", {
          spec: {
            containers: [{ name: "c", image: "busybox" }],
            volumes: [
              {
                name: "d",
                persistentVolumeClaim: { claimName: "glance-glance-single-api-2", readOnly: true },
              },
            ],
          },
        }),
      ),
      input("ReadWriteOncePod of no class", {
        ...set({
          [`${claim}.accessModes`]: ["ReadWriteOncePod"],
          [`${claim}.storageClassName`]: "",
        }),
        ...noVolumes,
      }),
      input(
        "a volume named by the template",
        set({ [`${claim}.volumeName`]: "local-storage01-n0" }),
      ),
      input("a subPath", set({ [`${container}.volumeMounts[0].subPath`]: "a" })),
      input(
        "claims that go when the set is scaled down",
        set({ "spec.persistentVolumeClaimRetentionPolicy.whenScaled": "Delete" }),
      ),
    ],
    right: [
      input("ReadWriteOncePod", {
        ...set({
          [`${claim}.accessModes`]: ["ReadWriteOncePod"],
          [`${claim}.storageClassName`]: "topolvm",
        }),
        ...noVolumes,
      }),
      input("a shared claim of a cache", {}, pvc("glance-cache")),
      input("a shared claim of the images of a file store", {}, pvc("glance-images")),
      input("a shared claim of a dashboard", {}, pvc("glance-ui-assets-0")),
      input("shared claims of another set", {}, pvc("data-postgres-0"), pvc("www-web-1")),
      input(
        "a claim made before that is private",
        {},
        pvc("glance-glance-single-api-0", {
          accessModes: ["ReadWriteOnce"],
          storageClassName: "local-storage",
        }),
      ),
    ],
  },
  {
    title: "Staging that Glance cannot write",
    wrong: [
      input("a mount to read", set({ [`${container}.volumeMounts[0].readOnly`]: true })),
      input(
        "a mount to read, all below it as well",
        set({
          [`${container}.volumeMounts[0]`]: {
            name: "glance",
            mountPath: "/var/lib/glance",
            readOnly: true,
            recursiveReadOnly: "Enabled",
          },
        }),
      ),
      ...[["ro"], ["noatime", "ro"], ["noatime,ro"]].map((options) =>
        input(`volumes with the options ${options.join(" ")}`, {
          volumes: { "spec.mountOptions": options },
        }),
      ),
      input("volumes that are block devices", { volumes: { "spec.volumeMode": "Block" } }),
      input("claims of block devices", set({ [`${claim}.volumeMode`]: "Block" })),
      input("no group", set({ [`${pod}.securityContext.fsGroup`]: undefined })),
      input("the group of root", set({ [`${pod}.securityContext.fsGroup`]: 0 })),
      input(
        "volumes of CSI to read",
        source("csi", { driver: "rbd.csi.ceph.com", volumeHandle: "h", readOnly: true }),
      ),
    ],
    right: [
      input("options that leave it writable", {
        volumes: { "spec.mountOptions": ["noatime", "errors=remount-ro"] },
      }),
      input("file systems, by name", {
        volumes: { "spec.volumeMode": "Filesystem" },
        ...set({ [`${claim}.volumeMode`]: "Filesystem" }),
      }),
      input(
        "a group that is set on change",
        set({ [`${pod}.securityContext.fsGroupChangePolicy`]: "OnRootMismatch" }),
      ),
      input("configuration to read", set({ [`${container}.volumeMounts[1].readOnly`]: true })),
    ],
  },
  {
    title: "Classes of shared file systems",
    wrong: [
      ...sharedNames.map((name) => input(`the class ${name}`, ofClass(name))),
      ...sharedProvisioners.map((name) =>
        input(`the provisioner ${name}`, ofClass("fast"), storageClass("fast", name)),
      ),
      input(
        "a class by the older annotation",
        set({ [`spec.volumeClaimTemplates[0].metadata.annotations`]: { [beta]: "cephfs" } }),
      ),
      input(
        "a class by the older annotation alone",
        {
          ...set({
            [`${claim}.storageClassName`]: undefined,
            "spec.volumeClaimTemplates[0].metadata.annotations": { [beta]: "fast" },
          }),
          ...noVolumes,
        },
        storageClass("fast", "nfs.csi.k8s.io"),
      ),
      input(
        "a claim with the older annotation",
        {},
        pvc(
          "glance-glance-single-api-0",
          { accessModes: ["ReadWriteOnce"] },
          { annotations: { [beta]: "nfs" } },
        ),
      ),
      input(
        "the default class",
        { ...set({ [`${claim}.storageClassName`]: undefined }), ...noVolumes },
        storageClass("fast", "efs.csi.aws.com", {
          metadata: {
            name: "fast",
            annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
          },
        }),
      ),
      input(
        "the default class by the older annotation",
        { ...set({ [`${claim}.storageClassName`]: undefined }), ...noVolumes },
        storageClass("fast", "efs.csi.aws.com", {
          metadata: {
            name: "fast",
            annotations: { "storageclass.beta.kubernetes.io/is-default-class": "true" },
          },
        }),
      ),
      input(
        "volumes of NFS without a class",
        { ...set({ [`${claim}.storageClassName`]: "" }), ...noVolumes },
        volume(
          "a",
          { nfs: { server: "nfs.example.org", path: "/" } },
          { storageClassName: undefined },
        ),
      ),
      input("volumes of NFS whose class stands in the older annotation", ofClass("slow"), {
        ...volume(
          "a",
          { nfs: { server: "nfs.example.org", path: "/" } },
          { storageClassName: undefined },
        ),
        metadata: { name: "a", annotations: { [beta]: "slow" } },
      }),
      input("volumes with the older annotation", {
        volumes: { "metadata.annotations": { [beta]: "nfs" } },
      }),
      ...["azureFile", "glusterfs", "flexVolume", "quobyte"].map((kind) =>
        input(`volumes of ${kind}`, source(kind, {})),
      ),
      input(
        "a driver that is told to make files, by its file system",
        ofClass("fast"),
        storageClass("fast", "csi.vsphere.vmware.com", {
          parameters: { "csi.storage.k8s.io/fstype": "nfs4" },
        }),
      ),
      input("volumes of NFS", source("nfs", { server: "nfs.example.org", path: "/srv" })),
      input("volumes of CephFS", source("cephfs", { monitors: ["m"], path: "/" })),
      input(
        "volumes of a CSI driver for files",
        source("csi", { driver: "smb.csi.k8s.io", volumeHandle: "h" }),
      ),
      input(
        "a driver for blocks and files that makes files",
        ofClass("fast"),
        storageClass("fast", "csi.trident.netapp.io", { parameters: { backendType: "ontap-nas" } }),
      ),
      input(
        "volumes of Trident with NFS",
        source("csi", {
          driver: "csi.trident.netapp.io",
          volumeHandle: "h",
          volumeAttributes: { protocol: "file" },
        }),
      ),
      input("volumes on hostPath", source("hostPath", { path: "/mnt/shared" })),
    ],
    right: [
      ...[
        "refs-ssd",
        "nvme-fast",
        "local-storage",
        "lvms-vg1",
        "ceph-rbd",
        "gp3",
        "premium-rwo",
        "snasa-disk",
        "chiefs-ssd",
        "prefsx-disk",
      ].map((name) => input(`the class ${name}`, ofClass(name))),
      ...privateProvisioners.map((name) =>
        input(`the provisioner ${name}`, ofClass("fast"), storageClass("fast", name)),
      ),
      input("a class of NFS beside", {}, storageClass("nfs", "nfs.csi.k8s.io")),
      input(
        "volumes of NFS of another team",
        {},
        volume(
          "media",
          { nfs: { server: "nfs.example.org", path: "/" } },
          { storageClassName: "nfs", accessModes: ["ReadWriteMany"] },
        ),
      ),
      input(
        "a file store on NFS",
        {
          ...set({
            [`${pod}.volumes[1]`]: {
              name: "store",
              persistentVolumeClaim: { claimName: "glance-images" },
            },
            [`${container}.volumeMounts[2]`]: { name: "store", mountPath: "/var/lib/images" },
          }),
        },
        pvc("glance-images", { storageClassName: "nfs" }),
      ),
    ],
  },
  {
    title: "Volumes in one place, or in a bad one",
    wrong: [
      input("one handle of CSI", {
        ...source("csi", { driver: "rbd.csi.ceph.com", volumeHandle: "h" }),
      }),
      input("one directory of a node", {
        volume1: {
          "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0]": "n0",
        },
        volume2: {},
      }),
      input("a directory within another", {
        volume1: {
          "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0]": "n0",
          "spec.local.path": "/mnt/openstack/pv01/more",
        },
      }),
      ...[
        "/var/lib/docker",
        "/var/lib/rancher",
        "/root",
        "/var/lib",
        "/var",
        "/var/lib/kubelet/pods",
        "/var/lib/containers/x",
        "/var/lib/containerd",
        "/tmp/a",
        "/run/x",
        "/etc",
        "/",
        "/dev/shm",
        "/proc",
        "/var/lib/etcd",
        "/home/../tmp",
        "/boot",
        "/usr/lib",
        "/var/lib/crio",
        "/var/log/pods",
      ].map((path) => input(`the directory ${path}`, { volumes: { "spec.local.path": path } })),
      input("a volume that is deleted with its claim", {
        volumes: { "spec.persistentVolumeReclaimPolicy": "Delete" },
      }),
      input("a volume of no node", { volumes: { "spec.nodeAffinity": undefined } }),
      input(
        "two volumes for one claim",
        {},
        localVolume({
          "metadata.name": "x",
          "spec.claimRef": { namespace: "fixtures", name: "glance-glance-single-api-0" },
          "spec.local.path": "/mnt/openstack/pv02",
        }),
      ),
      input(
        "two stacks on the same nodes",
        {},
        localVolume({
          "metadata.name": "other01-n0",
          "spec.claimRef": { namespace: "other", name: "glance-glance-single-api-0" },
          "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0]": "n0",
        }),
      ),
      input("a class of local volumes that does not wait", {
        storageClass: { volumeBindingMode: "Immediate" },
      }),
    ],
    right: [
      ...[
        "/mnt/openstack/pv01",
        "/srv/glance",
        "/data/pv01",
        "/var/mnt/openstack",
        "/opt/volumes/1",
        "/media/disk0",
        "/home/volumes/1",
      ].map((path) => input(`the directory ${path}`, { volumes: { "spec.local.path": path } })),
      input(
        "the Local Storage Operator",
        {},
        volume(
          "local-pv-1",
          { local: { path: "/mnt/local-storage/osd/nvme0n1" } },
          {
            storageClassName: "osd",
            persistentVolumeReclaimPolicy: "Delete",
            volumeMode: "Block",
            nodeAffinity: {
              required: {
                nodeSelectorTerms: [
                  {
                    matchExpressions: [
                      { key: "kubernetes.io/hostname", operator: "In", values: ["n1"] },
                    ],
                  },
                ],
              },
            },
          },
        ),
      ),
      input(
        "OpenEBS",
        {},
        volume(
          "pvc-1",
          { local: { path: "/var/openebs/local/pvc-1" } },
          {
            storageClassName: "openebs-hostpath",
            persistentVolumeReclaimPolicy: "Delete",
            claimRef: { namespace: "db", name: "data-postgres-0" },
          },
        ),
      ),
      input(
        "the static provisioner",
        {},
        volume(
          "local-pv-2",
          { local: { path: "/mnt/fast-disks/vol1" } },
          { storageClassName: "fast-disks", persistentVolumeReclaimPolicy: "Delete" },
        ),
      ),
      input(
        "local-path of Rancher",
        {},
        volume(
          "pvc-2",
          { hostPath: { path: "/opt/local-path-provisioner/pvc-2" } },
          {
            storageClassName: "local-path",
            persistentVolumeReclaimPolicy: "Delete",
            accessModes: ["ReadWriteOnce"],
          },
        ),
      ),
      input("handles of their own", {
        volume0: { "spec.csi.volumeHandle": "a" },
        volume1: { "spec.csi.volumeHandle": "b" },
        volume2: { "spec.csi.volumeHandle": "c" },
        ...source("csi", { driver: "rbd.csi.ceph.com" }),
      }),
    ],
  },
  {
    title: "Pods that never start",
    wrong: [
      input("a volume too few", { volume2: undefined }),
      input("a volume too small", { volume2: { "spec.capacity.storage": "9Gi" } }),
      input("a selector without volumes", {
        ...set({ [`${claim}.selector`]: { matchLabels: { disk: "nvme" } } }),
        volumes: { "spec.claimRef": undefined },
      }),
      input("a selector that rules labels out", {
        ...set({
          [`${claim}.selector`]: { matchExpressions: [{ key: "disk", operator: "DoesNotExist" }] },
        }),
        volumes: { "spec.claimRef": undefined, "metadata.labels": { disk: "x" } },
      }),
      ...["Failed", "Released"].map((phase) =>
        input(`volumes that are ${phase}`, { volumes: { "status.phase": phase } }),
      ),
      input("one volume that has failed", { volume1: { "status.phase": "Failed" } }),
      input("volumes of claims that are gone", {
        volumes: { "status.phase": "Released", "spec.claimRef.uid": "0" },
      }),
      input("a nodeName", set({ [`${pod}.nodeName`]: "n1" })),
      input("a nodeName without volumes", {
        ...set({ [`${pod}.nodeName`]: "n1", [`${claim}.storageClassName`]: "topolvm" }),
        ...noVolumes,
      }),
      input("a nodeSelector", set({ [`${pod}.nodeSelector`]: { "kubernetes.io/hostname": "n1" } })),
      input(
        "required nodes by expression",
        set({
          [`${pod}.affinity.nodeAffinity`]: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    { key: "kubernetes.io/hostname", operator: "In", values: ["n0", "n1"] },
                  ],
                },
              ],
            },
          },
        }),
      ),
      input(
        "required nodes by name",
        set({
          [`${pod}.affinity.nodeAffinity`]: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                { matchFields: [{ key: "metadata.name", operator: "In", values: ["n2"] }] },
              ],
            },
          },
        }),
      ),
      input(
        "required co-location",
        set({
          [`${pod}.affinity.podAffinity`]: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              {
                topologyKey: "kubernetes.io/hostname",
                labelSelector: {
                  matchExpressions: [{ key: "app.kubernetes.io/component", operator: "Exists" }],
                },
              },
            ],
          },
        }),
      ),
      input("too few nodes for pods that keep apart", {
        ...set({
          [`${pod}.affinity.podAntiAffinity`]: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              {
                topologyKey: "kubernetes.io/hostname",
                labelSelector: { matchLabels: { "app.kubernetes.io/name": "glance" } },
              },
            ],
          },
        }),
        volume2: {
          "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0]": "n1",
          "spec.local.path": "/mnt/openstack/pv02",
        },
      }),
      input("all volumes on one node", {
        volume0: { "spec.local.path": "/mnt/a" },
        volume1: { "spec.local.path": "/mnt/b" },
        volumes: {
          "spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0]": "n1",
        },
      }),
      input("volumes for claims of another set", { volumes: { "spec.claimRef.name": "x" } }),
      input("volumes for claims of another namespace", {
        volumes: { "spec.claimRef.namespace": "other" },
      }),
      input("volumes of another mode", { volumes: { "spec.accessModes": ["ReadOnlyMany"] } }),
    ],
    right: [
      input("volumes that are Bound", {
        volumes: { "status.phase": "Bound", "spec.claimRef.uid": "1" },
      }),
      input("volumes that are Available, for any claim", {
        volumes: { "status.phase": "Available", "spec.claimRef": undefined },
      }),
      input(
        "an old volume beside",
        {},
        localVolume({
          "metadata.name": "old",
          "status.phase": "Released",
          "spec.local.path": "/mnt/old",
          "spec.claimRef": { namespace: "fixtures", name: "gone" },
        }),
      ),
      input("a selector that finds the volumes", {
        ...set({ [`${claim}.selector`]: { matchLabels: { disk: "nvme" } } }),
        volumes: { "spec.claimRef": undefined, "metadata.labels": { disk: "nvme", rack: "1" } },
      }),
      input(
        "workers by a label",
        set({ [`${pod}.nodeSelector`]: { "node-role.kubernetes.io/storage": "" } }),
      ),
      input(
        "all nodes with volumes",
        set({
          [`${pod}.affinity.nodeAffinity`]: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    {
                      key: "kubernetes.io/hostname",
                      operator: "In",
                      values: ["n0", "n1", "n2", "n3"],
                    },
                  ],
                },
              ],
            },
          },
        }),
      ),
      input(
        "nodes that are preferred",
        set({
          [`${pod}.affinity.nodeAffinity`]: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                weight: 1,
                preference: {
                  matchExpressions: [
                    { key: "kubernetes.io/hostname", operator: "In", values: ["n1"] },
                  ],
                },
              },
            ],
          },
        }),
      ),
      input(
        "co-location in a zone",
        set({
          [`${pod}.affinity.podAffinity`]: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              {
                topologyKey: "topology.kubernetes.io/zone",
                labelSelector: { matchLabels: { "app.kubernetes.io/name": "glance" } },
              },
            ],
          },
        }),
      ),
      input("claims without namespaces", {
        set: { "metadata.namespace": undefined },
        service: { "metadata.namespace": undefined },
        budget: { "metadata.namespace": undefined },
        config: { "metadata.namespace": undefined },
      }),
      input("fewer replicas than volumes", set({ "spec.replicas": 2 })),
    ],
  },
];
