import assert from "node:assert/strict";

import {
  apiTypes,
  parsePodName,
  podName,
  podOfStagingClaim,
  stagingClaimName,
} from "../../model/names";

describe("the names of pods and claims", () => {
  for (const apiType of [...apiTypes("split"), ...apiTypes("single")]) {
    it(`are read as they are made for the ${apiType} API`, () => {
      const pod = podName(apiType, 12);
      assert.deepEqual(parsePodName(pod), { apiType, ordinal: 12 });
      assert.equal(podOfStagingClaim(stagingClaimName(pod)), pod);
    });
  }

  it("are not those of Jobs, of other claims or of other software", () => {
    for (const name of ["glance-db-sync-x7k2p", "glance-single-api", "keystone-api-0", ""]) {
      assert.equal(parsePodName(name), undefined, name);
    }
    const others = ["glance-cache-glance-single-api-0", "glance-single-api-0", "glance-", ""];
    for (const claim of others) {
      assert.equal(podOfStagingClaim(claim), undefined, claim);
    }
  });
});
