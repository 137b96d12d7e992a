import assert from "node:assert/strict";

import { optionValueProblem } from "../../model/optionValue";

describe("the value of an option of Glance", () => {
  const right: [section: string, option: string, ...values: string[]][] = [
    ["DEFAULT", "debug", "true", "Yes", "ON", "0"],
    ["DEFAULT", "image_size_cap", "1", "1_000", "+5", ""],
    ["database", "max_retries", "-1"],
    ["wsgi", "task_pool_threads", "8"],
    ["DEFAULT", "log_rotation_type", "size", "SIZE", "'none'"],
    ["import_filtering_opts", "allowed_ports", "[80,443]", "[]"],
    ["image_format", "disk_formats", "raw,qcow2", "[raw]"],
    ["rbd", "rbd_thin_provisioning", "False"],
    ["rbd", "rbd_store_chunk_size", "8"],
    ["DEFAULT", "bind_port", "$metrics_port"],
    ["DEFAULT", "transport_url", "rabbit://a"],
    ["my_plugin", "debug", "perhaps"],
    ["DEFAULT", "my_option", "perhaps"],
  ];
  for (const [section, option, ...values] of right) {
    it(`is right for [${section}] ${option}: ${values.join(" ")}`, () => {
      for (const value of values) {
        assert.equal(optionValueProblem(section, option, value), undefined, value);
      }
    });
  }

  const wrong: [section: string, option: string, value: string, remedy: string][] = [
    ["DEFAULT", "debug", "ja", "write true or false"],
    ["DEFAULT", "debug", "", "write true or false"],
    ["rbd", "rbd_thin_provisioning", "thin", "write true or false"],
    ["DEFAULT", "bind_port", "70000", "write a whole number from 0 to 65535"],
    ["DEFAULT", "bind_port", "80.5", "write a whole number from 0 to 65535"],
    ["rbd", "rbd_store_chunk_size", "8M", "write a whole number from 1"],
    ["database", "max_retries", "ever", "write a whole number"],
    ["DEFAULT", "log_rotation_type", "", "write one of interval, size, none"],
    ["DEFAULT", "log_rotation_type", "daily", "write one of interval, size, none"],
    [
      "image_import_opts",
      "image_import_plugins",
      "image_conversion",
      "write the list in brackets, such as [a,b], Glance reads it in no other form",
    ],
  ];
  for (const [section, option, value, remedy] of wrong) {
    it(`is refused: [${section}] ${option} = ${value}`, () => {
      assert.equal(optionValueProblem(section, option, value), remedy);
    });
  }
});
