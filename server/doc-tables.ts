import { VARIABLES } from "./variables.ts";

/** Ports by the variable that sets them. */
const PORTS = [
  ["PORT", "web client, REST, GraphQL, WebSocket, Playground, health, metrics"],
  ["WAREHOUSE_HTTP_PORT", "embedded ClickHouse, HTTP"],
  ["WAREHOUSE_TCP_PORT", "embedded ClickHouse, native protocol"],
] as const;

export const markdownTable = (rows: string[][]): string =>
  rows
    .flatMap((row, index) => {
      const line = `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
      return index === 0 ? [line, `|${" --- |".repeat(row.length)}`] : [line];
    })
    .join("\n");

export const code = (text: string | undefined) =>
  text === undefined || text === "" ? "" : `\`${text}\``;

/** Every variable we read, with its default. */
export const environmentTable = (): string =>
  [
    markdownTable([
      ["variable", "default", "meaning"],
      ...VARIABLES.map((variable) => [
        code(variable.name),
        code(variable.default),
        variable.description,
      ]),
    ]),
    "",
    "Other `CUBEJS_*` variables go to Cube as they are, except those that follow from the above: setting one of these is an error that says what to set instead.",
  ].join("\n");

/** Every port that is opened, all on loopback by default. */
export const portsTable = (): string =>
  markdownTable([
    ["port", "variable", "what listens"],
    ...PORTS.map(([name, what]) => {
      const variable = VARIABLES.find((item) => item.name === name);
      return [variable?.default ?? "", code(name), what];
    }),
  ]);

/**
 * The document with a section's text replaced.
 *
 * @throws when the document lacks the section's markers
 */
export function replaceSection(
  document: string,
  name: string,
  text: string,
): string {
  const start = `<!-- generated:${name} -->`;
  const end = "<!-- /generated -->";
  const from = document.indexOf(start);
  const to = document.indexOf(end, from);
  if (from < 0 || to < 0) {
    throw new Error(`no section between ${start} and ${end}`);
  }
  return `${document.slice(0, from)}${start}\n\n${text}\n\n${document.slice(to)}`;
}
