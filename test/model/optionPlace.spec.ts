import assert from "node:assert/strict";

import { optionPlaceProblem } from "../../model/optionPlace";

describe("the place of an option of Glance", () => {
  const right: [string, string][] = [
    ["DEFAULT", "debug"],
    ["image_format", "container_formats"],
    ["cors", "allowed_origin"],
    ["keystone_authtoken", "application_credential_id"],
    ["rbd", "rbd_store_chunk_size"],
    ["rbd", "weight"],
    // Plug-ins and other stores have sections and options of their own.
    ["swift1", "swift_store_container"],
    ["swift1", "auth_url"],
    ["our_scanner", "scan_timeout"],
    ["image_import_opts", "our_scanner_address"],
  ];
  for (const [section, option] of right) {
    it(`is right for [${section}] ${option}`, () => {
      assert.equal(optionPlaceProblem(section, option), undefined);
    });
  }

  const wrong: [string, string, RegExp][] = [
    [
      "DEFAULT",
      "image_import_plugins",
      /^write it in \[image_import_opts\], where Glance reads it$/,
    ],
    ["image_import_opts", "output_format", /in \[image_conversion\]/],
    ["glance_store", "allowed_origin", /in \[cors\]/],
    ["our_section", "property_protection_file", /in \[DEFAULT\]/],
    ["DEFAULT", "auth_url", / or \[keystone_authtoken\] or /],
    ["default", "debug", /^write \[DEFAULT\], Glance reads no such section$/],
    [
      "image_format",
      "container-formats",
      /^write container_formats, Glance reads no such option there$/,
    ],
    ["DEFAULT", "Debug", /^write debug/],
    ["DEFAULT", "image_size_kap", /^write image_size_cap, Glance reads no such option there$/],
    ["DEFAULT", "image-tag_qouta", /^write image_tag_quota/],
    ["rbd", "rbd_store_chunksize", /^write rbd_store_chunk_size/],
    ["keystone_authtokn", "service_token_roles", /^write \[keystone_authtoken\]/],
    ["image_import_opt", "image_import_plugins", /^write \[image_import_opts\]/],
  ];
  for (const [section, option, sentence] of wrong) {
    it(`is told for [${section}] ${option}`, () => {
      assert.match(optionPlaceProblem(section, option) ?? "", sentence);
    });
  }
});
