/** An element's content: text, or child elements by name, repeated if a list. */
export type Xml = string | number | { [tag: string]: Xml | Xml[] };

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Text that is safe between tags. */
export const escapeXml = (text: string) =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** Renders a ClickHouse configuration file with `content` below its root. */
export const configFile = (content: Xml) => `${render("clickhouse", content)}`;

function render(tag: string, content: Xml, indent = ""): string {
  if (typeof content !== "object") {
    return `${indent}<${tag}>${escapeXml(String(content))}</${tag}>\n`;
  }
  const children = Object.entries(content).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item) =>
      render(name, item, `${indent}  `),
    ),
  );
  return `${indent}<${tag}>\n${children.join("")}${indent}</${tag}>\n`;
}
