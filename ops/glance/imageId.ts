const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a name is one that Glance gives: the id of an image. */
export function isImageId(name: string): boolean {
  return uuid.test(name);
}

/** The image that a staged file belongs to; Glance names files `<id>` and, while it converts, `<id>.raw`. */
export function imageIdOf(file: string): string | undefined {
  const [id = ""] = file.split(".");
  return isImageId(id) ? id : undefined;
}
