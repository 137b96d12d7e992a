import { Argument, Command } from "commander";

import { down } from "./down";
import { labEnvironment, shellExports } from "./environment";
import { changeNode, type NodeAction, nodeActions, parseNode } from "./nodes";
import { labStatus, statusTable } from "./status";
import { up } from "./up";

/** The command `lab`. */
export function labCommand(): Command {
  const lab = new Command("lab").description(
    "A three-node Kubernetes with Ceph, MariaDB and Keystone on this machine, in namespaces of its own.",
  );
  lab
    .command("up")
    .description("build what is missing and start the lab; restart what has stopped")
    .action(up);
  lab.command("down").description("stop and remove the lab; keep what was built").action(down);
  lab
    .command("status")
    .description("show what runs, and the path of the kubeconfig")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: true }) => {
      const status = await labStatus();
      console.log(json === true ? JSON.stringify(status, null, 2) : statusTable(status));
    });
  lab
    .command("env")
    .description("print the environment in which kubectl and Pulumi work on the lab, for eval")
    .action(() => console.log(shellExports(labEnvironment())));
  lab
    .command("node")
    .description("stop a node at once, start it again, cut its network, or join it again")
    .addArgument(new Argument("<action>").choices(nodeActions))
    .argument("<number>", "number of the node", parseNode)
    .action((action: NodeAction, node: number) => changeNode(action, node));
  return lab;
}
