import { openStack } from "../../../ops/stack";
import { configure, makeStackFile, npm, stack } from "../stack";

const here = ["--stack", stack];
const names = ["glance-db-purge", "glance-db-purge-images"];

describe("the purge of the database on the lab", () => {
  before(async () => {
    makeStackFile();
    configure("replicas", 1);
    configure("dbPurge", { age: 1, imagesAge: 180 });
    await npm("up", ...here);
  });
  after(() => npm("down", ...here, "--keep-lab"));

  for (const name of names) {
    it(`runs from ${name} by hand`, async () => {
      const { cluster } = openStack(stack);
      await cluster.kubectl(["create", "job", `--from=cronjob/${name}`, `${name}-now`]);
      const wait = ["wait", "--for=condition=Complete", `job/${name}-now`, "--timeout=120s"];
      await cluster.kubectl(wait);
    });
  }
});
