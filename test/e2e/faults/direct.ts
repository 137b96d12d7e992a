import { setTimeout } from "node:timers/promises";

import { execa } from "execa";

import { insideNetwork } from "../../../lab/topology";
import { kube } from "./support";
import { pythonInPod } from "../stack";

/** A client that needs neither kubectl nor Keystone. */
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
  return clientOf(pod, await kube("get", "pod", pod, "-o", "jsonpath={.status.podIP}"));
}

/** Makes a client of the external API, whichever pod serves it. */
export async function serviceClient(): Promise<DirectClient> {
  const command = ["get", "service", "glance-external", "-o", "jsonpath={.spec.clusterIP}"];
  return clientOf("glance-external-api-0", await kube(...command));
}

/** @param pod One that gets the token. */
async function clientOf(pod: string, address: string): Promise<DirectClient> {
  const [{ token }] = await pythonInPod(pod, "issue_token");
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

/** What a client that lists images all the while is answered during some work; each answer once, in their order. */
export async function answersDuring(
  client: DirectClient,
  work: () => Promise<unknown>,
): Promise<(number | undefined)[]> {
  const answers = new Set<number | undefined>();
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      answers.add(await client.ask("GET", "/v2/images?limit=1"));
      await setTimeout(100);
    }
  })();
  try {
    await work();
  } finally {
    isOver = true;
    await asking;
  }
  return [...answers];
}

/** The body of a request to import what is staged. */
export const importBody = { method: { name: "glance-direct" } };
