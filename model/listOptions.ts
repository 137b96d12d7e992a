const filters = ["schemes", "hosts", "ports"].flatMap((what) => [
  `allowed_${what}`,
  `disallowed_${what}`,
]);

/** Options whose list Glance reads in brackets alone, by section. */
const bracketed: Readonly<Record<string, readonly string[]>> = {
  default: ["enabled_import_methods"],
  image_import_opts: ["image_import_plugins"],
  import_filtering_opts: filters,
  glance_download_properties: ["extra_properties"],
};

/** Whether a list lacks the brackets without which Glance cannot read the option. */
export function lacksBrackets(section: string, key: string, value: string): boolean {
  return (
    bracketed[section.toLowerCase()]?.includes(key) === true && !/^\[[^]*\]$/.test(value.trim())
  );
}
