import type { ModelMember, ModelView } from "./compiled-model.ts";

const HEADER =
  "// Generated from model/ by `npm run types`: change the model instead.";

/** TypeScript types of every public member of the views, not formatted. */
export const modelTypes = (views: ModelView[]): string =>
  [HEADER, ...views.map(typesOfView), typesByView(views)].join("\n\n");

/** Kinds of members: the end of a type's name, and which members it has. */
const KINDS: [kind: string, members: (view: ModelView) => ModelMember[]][] = [
  ["Measure", ({ measures }) => measures],
  ["Dimension", ({ dimensions }) => dimensions],
  [
    "TimeDimension",
    ({ dimensions }) => dimensions.filter(({ type }) => type === "time"),
  ],
  ["Segment", ({ segments }) => segments],
  ["Hierarchy", ({ hierarchies }) => hierarchies],
];

const typesOfView = (view: ModelView): string =>
  KINDS.map(([kind, members]) =>
    union(
      typeName(view.name, kind),
      `${kindInWords(kind)} of ${view.name}.`,
      members(view),
    ),
  ).join("\n\n");

function typesByView(views: ModelView[]): string {
  const fields = views.map(
    (view) =>
      `${comment(view.description)}${view.name}: { ${KINDS.map(
        ([kind]) =>
          `${kind[0]!.toLowerCase()}${kind.slice(1)}: ${typeName(view.name, kind)};`,
      ).join(" ")} };`,
  );
  return [
    `/** Names of members by view and kind; \`never\` where a view has none. */
export interface ModelMembers { ${fields.join("\n")} }`,
    "export type ViewName = keyof ModelMembers;",
  ].join("\n\n");
}

const union = (name: string, about: string, members: ModelMember[]): string =>
  `${comment(about)}export type ${name} = ${
    members.length === 0
      ? "never"
      : members
          .map((one) => `\n${comment(one.description)}| ${quoted(one.name)}`)
          .join("")
  };`;

/** `trade_metrics` and `Measure` → `TradeMetricsMeasure`. */
const typeName = (view: string, kind: string): string =>
  `${view.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}${kind}`;

/** `TimeDimension` → `Time dimensions`. */
const kindInWords = (kind: string): string => {
  const words = kind.replaceAll(/\B[A-Z]/g, (letter) => ` ${letter}`);
  const plural = words.replace(/y$/, "ie");
  return `${plural[0]}${plural.slice(1).toLowerCase()}s`;
};

const quoted = (text: string): string => JSON.stringify(text);

const comment = (text: string | undefined): string =>
  text === undefined || text.trim() === ""
    ? ""
    : `/** ${text.trim().replaceAll(/\s+/g, " ").replaceAll("*/", "*\\/")} */\n`;
