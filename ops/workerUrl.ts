/** The pod of a worker's URL, which is the first label of its host; undefined when it is no URL. */
export function podOfUrl(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.split(".")[0] : undefined;
}
