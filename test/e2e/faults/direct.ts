import { execa } from "execa";

import { insideNetwork } from "../../../lab/topology.js";
import { kube } from "./support.js";
import { pythonInPod } from "../stack.js";

/** A client of a pod that needs neither kubectl nor Keystone. */
export interface DirectClient {
  /** Status of the answer to a request; undefined when there is none within a minute. */
  ask(method: string, path: string, body?: object): Promise<number | undefined>;
}

const script = `
import json, sys, urllib.request, urllib.error
url, method, body = sys.argv[1:]
headers = {"X-Auth-Token": sys.stdin.read(), "Content-Type": "application/json"}
request = urllib.request.Request(url, body.encode() or None, headers, method=method)
try:
    print(urllib.request.urlopen(request, timeout=60).status)
except urllib.error.HTTPError as error:
    print(error.code)
except OSError:
    pass
`;

/** Makes a client of a pod while everything still works. */
export async function directClient(pod: string): Promise<DirectClient> {
  const [{ token }] = await pythonInPod(pod, "token");
  const address = await kube("get", "pod", pod, "-o", "jsonpath={.status.podIP}");
  return {
    async ask(method, path, body) {
      const url = `http://${address}:9292${path}`;
      const text = body === undefined ? "" : JSON.stringify(body);
      const [program = "", ...args] = [...insideNetwork("kc"), "python3", "-c", script];
      const { stdout } = await execa(program, [...args, url, method, text], { input: token });
      return stdout === "" ? undefined : Number(stdout);
    },
  };
}

/** The body of a request to import what is staged. */
export const importBody = { method: { name: "glance-direct" } };
