import { all, cel, type Expression } from "../cel/expression";

/**
 * What must hold for all fields at a path as `Field.all` has it, in CEL.
 *
 * @param isRequired Whether a field that is missing breaks it.
 */
export function everyField(
  place: Expression,
  path: string,
  holds: (value: Expression) => Expression,
  isRequired: boolean,
): Expression {
  if (path === "") {
    return holds(place);
  }
  const [list = "", ...others] = path.split("[]");
  if (others.length === 0) {
    const field = optional(place, path);
    const condition = holds(cel`${field}.value()`);
    return isRequired
      ? cel`${field}.hasValue() && ${condition}`
      : cel`!${field}.hasValue() || ${condition}`;
  }
  const below = others.join("[]").slice(1);
  return all(cel`${optional(place, list)}.orValue([])`, "x", (x) =>
    everyField(x, below, holds, isRequired),
  );
}

function optional({ text, variables }: Expression, path: string): Expression {
  return { text: [text, ...path.split(".")].join(".?"), variables };
}
