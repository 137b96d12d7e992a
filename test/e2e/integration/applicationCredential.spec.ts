import assert from "node:assert/strict";

import { execa } from "execa";

import { labEnvironment } from "../../../lab/environment";
import { backendPort } from "../../../model/image";
import { readPassphrase } from "../../../render";
import { setSecrets } from "../../../ops/stackFile";
import { configure, makeStackFile, npm, pythonInPod, stack } from "../stack";

const here = ["--stack", stack];
const authUrl = "http://10.88.0.1:5000/v3";

interface Credential {
  ID: string;
  Secret: string;
}

/** What the OpenStack client says of application credentials; it shows a secret, and so is not printed. */
async function credentials(...args: string[]): Promise<string> {
  const command = ["run", "--silent", "ops", "--", "openstack", ...here, "--"];
  const { stdout } = await execa("npm", [...command, "application", "credential", ...args]);
  return stdout;
}

describe("a login with an application credential on the lab", () => {
  let credential: Credential;
  const made: string[] = [];

  /** Makes a credential of the administrator, in whose place that of Glance's user would be. */
  const create = async (name: string, ...options: string[]): Promise<Credential> => {
    const text = await credentials("create", name, ...options, "-f", "json");
    const one = JSON.parse(text) as Credential;
    made.push(one.ID);
    return one;
  };

  before(async () => {
    makeStackFile();
    configure("replicas", 2);
    // It registers user, service and endpoints, which takes the password of the administrator.
    await npm("up", ...here);
    credential = await create("glance");
    configure("keystone", { authUrl, applicationCredentialId: credential.ID });
    setSecrets(stack, readPassphrase(labEnvironment()) ?? "", [
      { path: "keystone.applicationCredentialSecret", value: credential.Secret },
    ]);
    await npm("up", ...here);
  });
  after(async () => {
    await credentials("delete", ...made);
    configure("keystone", { authUrl });
    await npm("down", ...here, "--keep-lab");
  });

  it("is what the pods have, in place of a password", async () => {
    const text = await npm("ops", "config", "internal", ...here);
    const login = [/^auth_type = v3applicationcredential$/m, /^application_credential_secret = /m];
    login.forEach((option) => assert.match(text, option));
    assert.doesNotMatch(text, /^(username|password|project_name) = /m);
  });

  it("lets images be imported from one pod through another", async () => {
    assert.match(await npm("verify:import", ...here), /The import works\./);
  });

  it("takes a credential of a client that may do one thing, for that alone", async () => {
    const rules = [{ service: "image", method: "GET", path: "/v2/images" }];
    const { ID, Secret } = await create("reader", "--access-rules", JSON.stringify(rules));
    const paths = ["/v2/images", "/v2/schemas/image"];
    const pod = "glance-external-api-0";
    const asked = [backendPort, authUrl, ID, Secret, ...paths];
    const [{ statuses }] = await pythonInPod(pod, "restricted_answers", ...asked);
    assert.deepEqual(statuses, [200, 401]);
  });
});
