/** Options of one section; a list is written in brackets, as oslo.config's ListOpt reads it. */
export type OsloSection = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Sections of a configuration file in the order in which they are written. */
export type OsloSections = Readonly<Record<string, OsloSection>>;

/** One assignment of a configuration file. */
export interface OsloOption {
  section: string;
  key: string;
  value: string;
  /** Line of the assignment, counted from 1. */
  line: number;
}

/**
 * Text of an oslo.config file. Written here and not with the `ini` package, because that escapes
 * `;` and `#`, which oslo.config does not undo.
 *
 * @throws Error when a value cannot be written so that oslo.config reads it back unchanged; the
 * message names section and key, never the value.
 */
export function renderOsloConf(sections: OsloSections): string {
  return Object.entries(sections)
    .map(([section, options]) => {
      const lines = Object.entries(options).map(([key, value]) => {
        const text = typeof value === "object" ? `[${value.join(",")}]` : String(value);
        const problem = osloValueProblem(text);
        if (problem !== undefined) {
          throw new Error(`[${section}] ${key} ${problem}`);
        }
        return text === "" ? `${key} =` : `${key} = ${encode(text)}`;
      });
      return [`[${section}]`, ...lines, ""].join("\n");
    })
    .join("\n");
}

/** Why oslo.config could not read this value back unchanged; undefined when it can. */
export function osloValueProblem(value: string): string | undefined {
  if (/[\n\r\0]/.test(value)) {
    return "contains a line break, which oslo.config would not read back.";
  }
  if (value.includes("\\$")) {
    return "contains a backslash before a dollar sign, which oslo.config reads as a dollar sign alone.";
  }
  if (/\p{Surrogate}/u.test(value)) {
    return "is not valid Unicode.";
  }
  return undefined;
}

function encode(text: string): string {
  // oslo.config strips what Python takes for blanks, then one pair of quotes, and replaces $name.
  const quoted = /^["']|^[^!-~]|[^!-~]$/.test(text) ? `"${text}"` : text;
  return quoted.replaceAll("$", "$$$$");
}

/**
 * The options of an oslo.config file, by the rules of oslo_config/iniparser.py.
 *
 * @throws Error with line number and remedy for text that oslo.config would refuse.
 */
export function parseOsloConf(text: string): OsloOption[] {
  const options: OsloOption[] = [];
  let section: string | undefined;
  let open: OsloOption | undefined;
  text.split(/\r\n|\r|\n/).forEach((raw, index) => {
    const line = raw.trimEnd();
    const at = `line ${index + 1}`;
    if (line.includes("\0")) {
      throw new Error(`${at} holds a NUL byte: remove it.`);
    }
    if (line === "") {
      open = undefined;
    } else if (/^[ \t]/.test(line)) {
      if (open === undefined) {
        throw new Error(
          `${at} is indented but continues no option: begin sections and options in the first column.`,
        );
      }
      open.value += `\n${line.trimStart()}`;
    } else if (line.startsWith("[")) {
      section = /^\[([^\]]+)\]$/.exec(line)?.[1];
      open = undefined;
      if (section === undefined) {
        throw new Error(`${at} is not a section: write a name in brackets, such as [DEFAULT].`);
      }
    } else if (/^[#;]/.test(line)) {
      open = undefined;
    } else {
      open = parseAssignment(line, section, index + 1);
      options.push(open);
    }
  });
  return options;
}

/** Items of a list in a configuration file, which may be bare, in brackets and in quotes. */
export function listItems(value: string): string[] {
  return value
    .split(",")
    .map((item) => item.replace(/["'[\]\s]/g, ""))
    .filter((item) => item !== "");
}

function parseAssignment(line: string, section: string | undefined, number: number): OsloOption {
  const separator = line.search(/[=:]/);
  const key = line.slice(0, separator).trim();
  if (separator < 0 || key === "") {
    throw new Error(`line ${number} is neither section, comment nor option: write "key = value".`);
  }
  if (section === undefined) {
    throw new Error(
      `line ${number} sets ${key} outside a section: put a section such as [DEFAULT] above it.`,
    );
  }
  const value = line.slice(separator + 1).trim();
  const quoted = /^["']/.test(value) && value.at(0) === value.at(-1);
  return { section, key, value: quoted ? value.slice(1, -1) : value, line: number };
}
