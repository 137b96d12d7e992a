import { createHmac } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

/**
 * A hash that changes with a text and may be shown, whatever the text is: without the key, which is a
 * secret, nobody can use it to try passwords.
 */
export function keyedHash(
  key: pulumi.Input<string>,
  text: pulumi.Input<string>,
): pulumi.Output<string> {
  const digest = pulumi
    .all([key, text])
    .apply(([secret, content]) => createHmac("sha256", secret).update(content).digest("hex"));
  return pulumi.unsecret(digest);
}
