import { secretsKey } from "../../components/glanceConfigData";

/** What stands in place of a secret. */
const mask = "***";

/** Names of the options that Glance and its libraries declare as secret, and of others that sound like them. */
const secretName = new RegExp(
  [
    /passw|passphrase|passcode|secret|credential|transport_url|backend_argument/,
    /(^|[_-])(keys?|code|token|token_id|role_id|connection)$/,
    /^swift_store_user$/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "i",
);

/** An assignment, commented out or not: what is before the value, the name in it, and the value. */
const assignment = /^([#;\s]*([\w.-]+)\s*[=:]\s*)(.*)$/;

/** User and password in a URL; without the latter the former may be a token. */
const userInfo = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'<>]*@/gi;

/**
 * The text of a configuration file without its secrets: every value in the file with the passwords, the values of
 * options with the name of a secret, and user and password in every URL.
 */
export function maskedConfig(file: string, text: string): string {
  let isSecret = false;
  return text
    .split("\n")
    .map((line) => {
      const [, before = "", name = "", value = ""] = assignment.exec(line) ?? [];
      // An indented line goes on with the value above it, whatever it looks like.
      if (isSecret && /^\s+\S/.test(line)) {
        return line.replace(/\S.*$/, mask);
      }
      isSecret = name !== "" && (file === secretsKey || secretName.test(name));
      if (isSecret) {
        return value === "" ? line : `${before}${mask}`;
      }
      return line.replaceAll(userInfo, `$1${mask}@`);
    })
    .join("\n");
}
