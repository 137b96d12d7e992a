/**
 * A function that answers once for each object: many rules, and many controls of a rule, ask the same. What fails is
 * asked again.
 */
export function remembered<Subject extends object, Answer>(
  read: (subject: Subject) => Answer,
): (subject: Subject) => Answer {
  const answers = new WeakMap<Subject, { answer: Answer }>();
  return (subject) => {
    const known = answers.get(subject) ?? { answer: read(subject) };
    answers.set(subject, known);
    return known.answer;
  };
}
