export interface Pattern {
  operator: "contains" | "startsWith" | "endsWith";
  value: string;
}

/**
 * What a pattern of LIKE asks for, where that is one piece of text with something
 * before or after it. "any" is what every text matches.
 */
export function patternOf(like: string): Pattern | "any" | undefined {
  const parts: ("%" | "_" | { text: string })[] = [];
  for (let place = 0; place < like.length; place++) {
    const character = like[place]!;
    if (character === "%" || character === "_") {
      if (!(character === "%" && parts.at(-1) === "%")) parts.push(character);
      continue;
    }
    // A backslash at the end is an error of Postgres, which reports it.
    if (character === "\\" && ++place === like.length) return undefined;
    const last = parts.at(-1);
    if (typeof last === "object") last.text += like[place]!;
    else parts.push({ text: like[place]! });
  }
  if (parts.includes("_")) return undefined;
  const [first, second, third, ...more] = parts;
  if (more.length > 0) return undefined;
  if (first === "%" && second === undefined) return "any";
  if (first === "%" && typeof second === "object") {
    if (third === undefined)
      return { operator: "endsWith", value: second.text };
    return { operator: "contains", value: second.text };
  }
  if (typeof first === "object" && second === "%" && third === undefined) {
    return { operator: "startsWith", value: first.text };
  }
  return undefined;
}

const NEGATIONS = {
  contains: "notContains",
  startsWith: "notStartsWith",
  endsWith: "notEndsWith",
} as const;

export const negatedOperator = ({ operator }: Pattern): string =>
  NEGATIONS[operator];
