/** One of the values of a text. */
export interface TextPart {
  text: string;
  /** How many lines of the whole text are before it. */
  linesBefore: number;
}

/**
 * The JSON objects of a text in which they follow each other, as jq prints them and kubectl reads them; of any other text all
 * of it.
 */
export function jsonValues(text: string): TextPart[] {
  const starts = /^\s*\{/.test(text) ? startsOfObjects(text) : [0];
  let linesBefore = 0;
  return starts.map((start, index) => {
    const part = { text: text.slice(start, starts[index + 1]), linesBefore };
    linesBefore += part.text.split("\n").length - 1;
    return part;
  });
}

function startsOfObjects(text: string): number[] {
  const starts = [0];
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    depth += "{[".includes(token) ? 1 : "}]".includes(token) ? -1 : 0;
    if (depth === 0 && /^\s*\{/.test(text.slice(index + 1))) {
      starts.push(index + 1);
    }
  }
  return starts;
}
