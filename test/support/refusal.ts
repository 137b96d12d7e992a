import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { loadConfig } from "../../config";
import { setConfig } from "./stackConfig";

/** The sentence with which the stack of the tests, changed as given, is refused. */
export function refusal(
  changes: Record<string, unknown>,
  secretKeys: readonly string[] = [],
): string {
  setConfig(changes, secretKeys);
  try {
    loadConfig();
  } catch (error) {
    assert.ok(pulumi.RunError.isInstance(error), "it is refused without a stack trace");
    return error.message;
  }
  return assert.fail("the configuration was accepted");
}
