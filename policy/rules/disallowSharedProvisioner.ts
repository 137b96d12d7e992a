import { nameOf } from "../objects/kubernetesObject";
import { stagingClaimsOf } from "../objects/stagingClaims";
import type { StackRule } from "../rule";

/** Settings of the rule. */
interface Settings {
  sharedProvisioners: string[];
}

const advice =
  "must not be one of a shared file system, because the class is used by the staging claims of a Glance API";

/** The name of a class may say nothing; its provisioner does. */
export const disallowSharedProvisioner: StackRule<Settings> = {
  name: "storageclass-disallow-shared-provisioner",
  title: "The class of staging claims makes no shared volumes",
  description: "The StorageClass of staging claims has no provisioner of a shared file system.",
  severity: "high",
  level: "mandatory",
  why: {
    text: "As for the name of a class; but this one is called fast or default and makes volumes on a shared file system.",
    url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  },
  remedy: "a provisioner of block storage, or `kubernetes.io/no-provisioner`",
  settings: {
    sharedProvisioners: {
      type: "array",
      items: { type: "string" },
      default: [
        ...["cephfs", "nfs", "efs.csi", "file.csi", "filestore", "azure-file", "gluster"],
        ...["lustre", "fsx", "manila", "smb.csi"],
      ],
      description: "Parts of the names of provisioners of shared file systems, in lower case.",
    },
  },
  scope: "stack",
  judge(stack, { sharedProvisioners }) {
    const used = new Set(
      stack.glanceApis.flatMap(stagingClaimsOf).map((spec) => spec.at("storageClassName").text),
    );
    return stack
      .ofKind("StorageClass")
      .filter((object) => used.has(nameOf(object)))
      .map((object) => ({ object, field: object.manifest.at("provisioner"), advice }))
      .filter(({ field: { text = "" } }) =>
        sharedProvisioners.some((part) => text.toLowerCase().includes(part)),
      );
  },
  notAdmitted: "Which classes staging claims use, only the StatefulSets say.",
};
