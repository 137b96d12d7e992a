/**
 * An expression of the Common Expression Language, in which the API server evaluates admission policies
 * (https://kubernetes.io/docs/reference/using-api/cel/).
 */
export interface Expression {
  text: string;
  /** The variables of the policy that the text names. */
  variables: readonly Variable[];
}

/** A named step of expressions; the API server evaluates it once, and only when it is used. */
export interface Variable {
  name: string;
  definition: Expression;
}

type Literal = string | number | boolean | readonly Literal[];

/** An expression from a template: other expressions in it stand for themselves, values for their literals. */
export function cel(
  texts: TemplateStringsArray,
  ...values: readonly (Expression | Literal)[]
): Expression {
  const parts = values.map((value) =>
    typeof value === "object" && "text" in value
      ? value
      : { text: JSON.stringify(value), variables: [] },
  );
  return {
    text: texts.reduce((text, next, index) => `${text}${parts[index - 1]?.text ?? ""}${next}`),
    variables: parts.flatMap(({ variables }) => variables),
  };
}

/** A step with a name, as other expressions use it. */
export function variable(name: string, definition: Expression): Expression {
  return { text: `variables.${name}`, variables: [{ name, definition }] };
}

/** That something holds for all elements of a list, each of which has a name there. */
export function all(
  list: Expression,
  name: string,
  holds: (element: Expression) => Expression,
): Expression {
  return cel`${list}.all(${named(name)}, ${holds(named(name))})`;
}

/** That something holds for an element of a list. */
export function exists(
  list: Expression,
  name: string,
  holds: (element: Expression) => Expression,
): Expression {
  return cel`${list}.exists(${named(name)}, ${holds(named(name))})`;
}

/** Expressions of which all must hold. */
export function allOf(conditions: readonly Expression[]): Expression {
  return joined(conditions, " && ");
}

/** Expressions of which one must hold. */
export function anyOf(conditions: readonly Expression[]): Expression {
  return joined(conditions, " || ");
}

/** The variables that expressions use, each after those that it uses itself. */
export function variablesOf(expressions: readonly Expression[]): Variable[] {
  const used = new Map<string, Variable>();
  const visit = ({ variables }: Expression) => {
    for (const variable of variables) {
      const { name, definition } = variable;
      const { text } = used.get(name)?.definition ?? definition;
      if (text !== definition.text) {
        throw new Error(
          `variables.${name} is ${text} and ${definition.text}: give one a name of its own.`,
        );
      }
      visit(definition);
      used.set(name, variable);
    }
  };
  expressions.forEach(visit);
  return [...used.values()];
}

function named(name: string): Expression {
  return { text: name, variables: [] };
}

function joined(conditions: readonly Expression[], operator: string): Expression {
  return {
    text: `(${conditions.map(({ text }) => `(${text})`).join(operator)})`,
    variables: conditions.flatMap(({ variables }) => variables),
  };
}
