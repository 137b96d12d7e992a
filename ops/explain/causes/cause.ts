/**
 * A reason for which Glance refuses an image. In the sentences `{declared}` is the disk format that the image was created
 * with, `{image}` its id, and other names are those of groups of the pattern.
 */
export interface Cause {
  name: string;
  /** Finds it in the messages of Glance 30 to 33. */
  pattern: RegExp;
  /** For the person who has uploaded the image: what is wrong, and what to do instead. */
  uploader: string;
  operator: string;
}
