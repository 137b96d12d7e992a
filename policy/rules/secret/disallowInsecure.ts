import { type GlanceOptions, ofConfigurations } from "../../model/glanceOptions";
import type { ObjectViolation, StackRule } from "../../rule";

/** Certificates are of use only where they are checked. */
export const disallowInsecure: StackRule = {
  name: "secret-disallow-insecure",
  title: "Certificates are checked",
  description: "No option of Glance switches the check of a server's certificate off.",
  severity: "high",
  level: "mandatory",
  rationale:
    "Who can stand between Glance and Keystone or a store would get the tokens of all users, and could change images.",
  url: "https://docs.openstack.org/security-guide/secure-communication/introduction-to-ssl-and-tls.html",
  remedy: "no `insecure = true`, `*_insecure = true` or `verify_ssl = false`; name the CA instead",
  ...ofConfigurations(insecureOptions),
};

function insecureOptions(options: GlanceOptions): ObjectViolation[] {
  return options.effective
    .filter(({ key, value }) => switchesOff(key.toLowerCase(), value.trim().toLowerCase()))
    .map(({ object, field, section, key }) => ({
      object,
      field,
      message: `must not switch the check of certificates off by [${section}] ${key}: name the CA in glance:tls.ca`,
    }));
}

/** Truth values as oslo.config reads them. */
function switchesOff(key: string, value: string): boolean {
  return /(^|_)insecure$/.test(key)
    ? ["true", "1", "on", "yes"].includes(value)
    : /^verify(_ssl)?$/.test(key) && ["false", "0", "off", "no"].includes(value);
}
