import { readSettings } from "../../config/settings";
import { makeDeployment } from "../../model/deployment";
import { Cluster } from "../../components/cluster";
import type { Stack } from "../../ops/stack";
import { stackTexts } from "./stackConfig";

/** A cluster that the kubectl on PATH reaches, with the namespace of the stack of the tests. */
export const cluster = new Cluster("openstack");

/** The stack of the tests, changed as given; `undefined` removes a key. */
export function testStack(changes: Record<string, unknown> = {}): Stack {
  const settings = readSettings({ values: stackTexts(changes), secretKeys: [] });
  const { namespace } = settings;
  return {
    name: "test",
    changes: [],
    cluster: cluster.withNamespace(namespace),
    lab: false,
    settings,
    deployment: makeDeployment(settings),
  };
}
