import type { Stack } from "../stack.ts";

interface Member {
  name: string;
  type: string;
  aggType?: string;
  description?: string;
  meta?: Record<string, unknown>;
}

export interface View {
  name: string;
  description?: string;
  measures: Member[];
  dimensions: Member[];
}

const COLUMN_TYPES: Record<string, string> = {
  number: "double precision",
  time: "timestamp without time zone",
  string: "text",
  boolean: "boolean",
};

/** A view as REST shows it. */
export async function viewOf(
  { apiUrl }: Pick<Stack, "apiUrl">,
  name: string,
): Promise<View> {
  const response = await fetch(`${apiUrl}/cubejs-api/v1/meta`);
  const { cubes } = (await response.json()) as { cubes: View[] };
  const view = cubes.find((cube) => cube.name === name);
  if (view === undefined) throw new Error(`no view ${name}`);
  return view;
}

/** The columns that its table has to have: measures, then dimensions. */
export const columnsOf = ({ name, measures, dimensions }: View) =>
  [...measures, ...dimensions].map((member) => ({
    name: member.name.slice(name.length + 1),
    type: isCount(member)
      ? "bigint"
      : (COLUMN_TYPES[member.type] ?? member.type),
    comment: member.description ?? "",
  }));

const isCount = ({ aggType, meta }: Member) =>
  /^count/.test(aggType ?? "") || meta?.["counts_rows"] === true;
