import type { Cause } from "./cause";

/** What is wrong with a download; only for methods that download. The first that fits counts. */
export const downloadCauses: readonly Cause[] = [
  {
    name: "filtered",
    pattern: /does not pass filtering|Redirect to disallowed URL|InvalidRedirect/,
    uploader: "Glance does not download from this address: name another URL, or upload the file.",
    operator:
      "[import_filtering_opts] says which schemes, hosts and ports are allowed; loopback and link-local addresses never are.",
  },
  {
    name: "http-status",
    pattern: /HTTP Error (?<status>\d{3})/,
    uploader:
      "The server answers {status} to this URL: correct the URL, or have the file published.",
    operator: "Nothing is to be done here.",
  },
  {
    name: "unknown-host",
    pattern: /Name or service not known|Temporary failure in name resolution|No address associated/,
    uploader: "The host of the URL is not known to Glance: correct the URL, or upload the file.",
    operator: "The pods cannot resolve the name: look at the cluster's DNS.",
  },
  {
    name: "certificate",
    pattern: /CERTIFICATE_VERIFY_FAILED|\[SSL\b/,
    uploader:
      "Glance does not trust the certificate of the server: name another URL, or upload the file.",
    operator: "The container image decides which authorities are trusted.",
  },
  {
    name: "refused",
    pattern: /Connection refused/,
    uploader:
      "The server does not accept connections: correct host and port of the URL, or try later.",
    operator: "Nothing is to be done here, unless a network policy stops the pods.",
  },
  {
    name: "unreachable",
    pattern: /timed out|No route to host|Network is unreachable/,
    uploader: "The server does not answer: correct the URL, try later, or upload the file.",
    operator: "The pods do not reach the server: look at network policies and proxies.",
  },
  {
    name: "broken-off",
    pattern:
      /downloaded data size \d+ is different from expected \d+|IncompleteRead|Connection reset|RemoteDisconnected/,
    uploader: "The download broke off: import it again.",
    operator:
      "Nothing is to be done here, unless it happens again: then look at proxies on the way.",
  },
  {
    name: "no-address",
    pattern: /Exhausted allowed addresses/,
    uploader: "None of the server's addresses could be used: correct the URL, or try later.",
    operator: "The log says for each address why.",
  },
  {
    name: "source-not-active",
    pattern: /Source image status should be active instead of (?<status>\w+)/,
    uploader: "The image in the other region is {status}: import it when it is active.",
    operator: "Nothing is to be done here.",
  },
  {
    name: "no-endpoint",
    pattern: /glance endpoint not found|Size attribute of remote image/,
    uploader:
      "The image service of the other region could not be asked: check the name of the region.",
    operator: "Keystone's catalog must have an image endpoint of that region and interface.",
  },
];
