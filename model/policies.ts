/** Policies of Glance 30 to 33 without those of the tasks API. */
export const policyNames: readonly string[] = (
  "add_image add_image_location add_member add_metadef_namespace add_metadef_object add_metadef_property " +
  "add_metadef_resource_type_association add_metadef_tag add_metadef_tags cache_clean cache_delete cache_image " +
  "cache_list cache_prune communitize_image context_is_admin copy_image deactivate " +
  "default delete_image delete_image_location delete_member delete_metadef_namespace delete_metadef_object " +
  "delete_metadef_tag delete_metadef_tags download_from_store download_image fetch_image_location get_image " +
  "get_image_location get_images get_member get_members get_metadef_namespace get_metadef_namespaces " +
  "get_metadef_object get_metadef_objects get_metadef_properties get_metadef_property get_metadef_resource_type get_metadef_tag " +
  "get_metadef_tags list_cached_nodes list_metadef_resource_types manage_image_cache metadef_admin metadef_default " +
  "modify_image modify_member modify_metadef_namespace modify_metadef_object modify_metadef_property modify_metadef_tag " +
  "publicize_image reactivate remove_metadef_property remove_metadef_resource_type_association service_api set_image_location " +
  "stores_info_detail upload_image"
).split(" ");

/** Whether a policy guards the older tasks API, which imports past filters and plugins. */
export function isTaskPolicy(name: string): boolean {
  return /^((get|add|modify)_tasks?|tasks_api_access)$/.test(name);
}

/** Whether a policy guards something that changes images, metadata definitions or caches. */
export function isWritePolicy(name: string): boolean {
  return (
    policyNames.includes(name) &&
    !/^(get_|list_|download_|fetch_|cache_list$|stores_info_detail$)/.test(name) &&
    !/^(default|metadef_default|context_is_admin|service_api|metadef_admin)$/.test(name)
  );
}

/** Whether the text of a policy lets everybody in. */
export function isOpenPolicy(text: string): boolean {
  return ["", "@"].includes(text.trim());
}

/** Whether oslo.policy can read the text of a policy; what it cannot read it takes for "!", which lets nobody in. */
export function isPolicyText(text: string): boolean {
  const signs = text
    .split(/\s+/)
    .filter((word) => word !== "")
    .map(signsOf)
    .join("");
  return signs === "" || reduced(signs) === "c";
}

/** The brackets of a word, and what is in them: a check, `not`, `and` or `or`. */
function signsOf(word: string): string {
  const [, open = "", inner = "", close = ""] = /^(\(*)(.*?)(\)*)$/.exec(word) ?? [];
  const sign = /^(and|or)$/i.test(inner) ? "b" : /^not$/i.test(inner) ? "n" : "c";
  const isCheck = inner === "@" || inner === "!" || inner.includes(":");
  return open + (inner === "" ? "" : sign !== "c" || isCheck ? sign : "?") + close;
}

function reduced(signs: string): string {
  const next = signs.replace(/nc|cbc|\(c\)/, "c");
  return next === signs ? signs : reduced(next);
}

/** The policies to which the text of another one refers. */
export function rulesIn(text: string): string[] {
  return [...text.matchAll(/(?<![^\s(])rule:([^\s)]+)/g)].map(([, name = ""]) => name);
}
