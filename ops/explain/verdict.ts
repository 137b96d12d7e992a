import { podOfUrl } from "../../model/names";
import type { ImageRecord } from "../glance/imageRecord";
import { entriesOfUpload, evidenceLine, withoutSecrets } from "./evidence";
import { explainEntries, explainTask, explanation, type Explanation } from "./explanation";
import type { ImageFacts } from "./facts";

/** Why an image is as it is. */
export interface Verdict extends Explanation {
  /** Status of the image; `unknown` when the database does not know it. */
  status: string;
}

const nothing = "Nothing is to be done here.";
/** Seconds without progress after which an import may have died with its pod. */
const stuckSeconds = 600;

/** Says why an image is as it is, for those who cannot see Glance's logs. */
export function explainImage(facts: ImageFacts): Verdict {
  const { image } = facts;
  const status = image?.status ?? "unknown";
  const { cause, uploader, operator, evidence } = image
    ? explainStatus(facts, image)
    : unknownImage;
  return {
    status,
    cause,
    uploader: withoutSecrets(uploader),
    operator: withoutSecrets(operator),
    evidence: evidence.map(withoutSecrets),
  };
}

const unknownImage = explanation(
  "unknown",
  "There is no image with this id: look at `openstack image list`.",
  "The database has never had it, or it was purged after its deletion.",
);

function explainStatus(facts: ImageFacts, image: ImageRecord): Explanation {
  switch (image.status) {
    case "active":
      return activeImage(facts);
    case "queued":
      return queuedImage(facts, image);
    case "uploading":
      return uploadingImage(facts, image);
    case "importing":
      return importingImage(facts, image);
    case "saving":
      return explanation(
        "being-uploaded",
        "Its upload has not ended.",
        `If it stays so, the upload broke off with its pod: delete the image.`,
      );
    case "deactivated":
      return explanation(
        "deactivated",
        "An administrator has deactivated it: ask for it to be activated again.",
        `\`openstack image set --activate ${image.id}\` does it.`,
      );
    default:
      return explanation(image.status, `It was deleted: create it again.`, nothing);
  }
}

function activeImage({ failedStores, tasks, entries, id }: ImageFacts): Explanation {
  const task = tasks.at(-1);
  if (failedStores.length === 0 || task === undefined) {
    return explanation("none", "It is active: nothing is wrong with it.", nothing);
  }
  const { uploader, operator, ...found } = explainTask(id, "", task, entries);
  const stores = failedStores.join(", ");
  return {
    ...found,
    uploader: `It can be used, but is missing in ${stores}. ${uploader}`,
    operator: `Copy it there when that is mended: openstack image import --method copy-image --store ${failedStores[0]} ${id}. ${operator}`,
  };
}

function queuedImage({ id, tasks, entries, created }: ImageFacts, image: ImageRecord): Explanation {
  const task = tasks.at(-1);
  if (task !== undefined) {
    return explainTask(id, image.diskFormat ?? "", task, entries);
  }
  const found = entriesOfUpload(entries, id, image.updated);
  const known = explainEntries(found, { declared: image.diskFormat ?? "", image: id });
  if (known !== undefined) {
    return known;
  }
  return image.updated > (created ?? 0)
    ? explanation(
        "upload-refused",
        "Nothing is uploaded: an upload broke off or was refused (its answer said why, such as a quota or a size limit), or it was put back by the operator: upload it again.",
        "Glance logs refused quotas and sizes at the level DEBUG only.",
        found.map(evidenceLine),
      )
    : explanation(
        "never-uploaded",
        "Nothing was ever uploaded: `openstack image create --import --file <file>` does both, `openstack image stage` and `openstack image import` one after the other.",
        nothing,
      );
}

function uploadingImage(facts: ImageFacts, image: ImageRecord): Explanation {
  const { id, pods, tasks, entries } = facts;
  if (image.stageHost === null) {
    return explanation(
      "being-uploaded",
      "Its upload has not ended.",
      `If it stays so, the upload broke off with its pod: \`npm run ops -- rescue --repair --image ${id}\`.`,
    );
  }
  const name = podOfUrl(image.stageHost) ?? image.stageHost;
  if (!pods.some((pod) => pod.name === name && pod.ready)) {
    return explanation(
      "stage-host-away",
      "It is uploaded, but the server that has it is away: import it when that is back.",
      `${name} is not ready: bring it back, or see \`npm run ops -- rescue --image ${id}\` when its volume is lost.`,
    );
  }
  if (image.task?.status === "pending" || image.task?.status === "processing") {
    return explanation(
      "import-waiting",
      "Its import waits for its turn.",
      `Imports that run on ${name} come first; if none does, see \`npm run ops -- rescue --image ${id}\`.`,
    );
  }
  const [failedCall] = entries.filter(
    ({ message }) => message.startsWith("Failed to proxy to") && message.includes(id),
  );
  if (failedCall !== undefined) {
    return explanation(
      "stage-host-unreachable",
      "It is uploaded, but its import did not reach the server that has it: import it again.",
      `${failedCall.pod} did not reach ${name} in time: look at the network between the two.`,
      [evidenceLine(failedCall)],
    );
  }
  const { stagedFormat } = facts;
  if (stagedFormat !== undefined && stagedFormat !== image.diskFormat) {
    return explanation(
      "staged-other-format",
      `It was declared ${image.diskFormat}, but the file is ${stagedFormat}, so that its import will fail: create it again with --disk-format ${stagedFormat}.`,
      `${name} has it staged; nothing is to be done here.`,
    );
  }
  const task = tasks.at(-1);
  return task?.status === "failure"
    ? explainTask(id, image.diskFormat ?? "", task, entries)
    : explanation(
        "not-imported",
        `It is uploaded, but not yet imported: \`openstack image import --method glance-direct ${id}\`.`,
        `${name} has it staged, and waits for the client.`,
      );
}

function importingImage(facts: ImageFacts, image: ImageRecord): Explanation {
  const { id, now, tasks, entries } = facts;
  const task = tasks.at(-1);
  if (task?.status === "failure") {
    // Of Glance's plugins only image_conversion puts the image back to queued when it fails.
    const { operator, ...failed } = explainTask(id, image.diskFormat ?? "", task, entries);
    const repair = `\`npm run ops -- rescue --repair --older-than 0 --image ${id}\``;
    return {
      ...failed,
      operator: `Glance has left it importing: ${repair} lets it be imported again. ${operator}`,
    };
  }
  const since = now - Math.max(image.updated, task?.updated ?? 0);
  const progress = task?.message ? ` (${task.message})` : "";
  return since < stuckSeconds
    ? explanation("being-imported", `Its import runs${progress}: wait.`, nothing)
    : explanation(
        "no-progress",
        "Its import shows no progress: ask the operator whether it still runs.",
        `Nothing has changed for ${Math.floor(since / 60)} minutes: \`npm run ops -- rescue --image ${id}\` says whether its pod was killed, and repairs it.`,
      );
}
