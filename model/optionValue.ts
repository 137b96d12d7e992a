import { knownSection, optionName } from "./knownOptions";

/** The texts that oslo.config takes for true and false, in any case. */
const booleans = ["true", "yes", "on", "1", "false", "no", "off", "0"];

/**
 * Why Glance cannot read the value of an option, as the end of a sentence that says what to write; undefined for one that it
 * reads, and for one of which nothing is known (oslo_config/types.py).
 */
export function optionValueProblem(
  section: string,
  option: string,
  value: string,
): string | undefined {
  const kind = knownSection(section)?.kinds.get(optionName(option)) ?? "";
  const text = value.trim();
  // The value of another option stands in it.
  if (text.includes("$")) {
    return undefined;
  }
  if (kind === "boolean") {
    return booleans.includes(text.toLowerCase()) ? undefined : "write true or false";
  }
  if (kind === "[]") {
    return /^\[[^]*\]$/.test(text)
      ? undefined
      : "write the list in brackets, such as [a,b], Glance reads it in no other form";
  }
  // Without digits a number is none.
  const ofNumber = text === "" ? undefined : numberProblem(kind, text);
  return ofNumber ?? choiceProblem(kind, text);
}

function numberProblem(kind: string, text: string): string | undefined {
  if (kind === "number") {
    return Number.isNaN(Number(text)) ? "write a number" : undefined;
  }
  const [, least, most] = /^(-?\d*)\.\.(\d*)$/.exec(kind) ?? [];
  if (least === undefined || most === undefined) {
    return undefined;
  }
  const number = /^[+-]?\d+(_\d+)*$/.test(text) ? Number(text.replaceAll("_", "")) : NaN;
  const isRight =
    number >= (least === "" ? -Infinity : Number(least)) &&
    number <= (most === "" ? Infinity : Number(most));
  const range = [least && `from ${least}`, most && `to ${most}`].filter(Boolean).join(" ");
  return isRight ? undefined : `write a whole number ${range}`.trim();
}

function choiceProblem(kind: string, text: string): string | undefined {
  const choices = kind.split("|");
  const given = text.replace(/^["']|["']$/g, "").toLowerCase();
  return choices.length < 2 || choices.some((choice) => choice.toLowerCase() === given)
    ? undefined
    : `write one of ${choices.join(", ")}`;
}
