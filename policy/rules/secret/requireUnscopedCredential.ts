import { type GlanceOptions, ofConfigurations } from "../../model/glanceOptions";
import type { ObjectViolation, StackRule } from "../../rule";

const section = "keystone_authtoken";
const scopes = [
  ...["project_id", "project_name", "project_domain_id", "project_domain_name"],
  ...["domain_id", "domain_name", "system_scope", "trust_id"],
];

/** An application credential has its scope already. */
export const requireUnscopedCredential: StackRule = {
  name: "secret-require-unscoped-credential",
  title: "An application credential stands alone",
  description:
    "Where Glance logs in with an application credential, no option asks for a project or another scope.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "Keystone refuses a login that has an application credential and a scope, so that Glance answers every request with an error.",
  url: "https://docs.openstack.org/keystone/latest/user/application_credentials.html#using-application-credentials",
  remedy: "no project, domain or `system_scope` in `[keystone_authtoken]` beside it",
  ...ofConfigurations(scopeViolations),
};

function scopeViolations(options: GlanceOptions): ObjectViolation[] {
  const type = options.get(section, "auth_type")?.value ?? "";
  if (!type.includes("applicationcredential")) {
    return [];
  }
  return scopes.flatMap((key) => {
    const option = options.get(section, key);
    const message = `must not set [${section}] ${key} beside an application credential, which has a scope of its own`;
    return option === undefined || option.value === ""
      ? []
      : [{ object: option.object, field: option.field, message }];
  });
}
