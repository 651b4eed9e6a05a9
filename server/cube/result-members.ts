import {
  memberName,
  type Columnar,
  type NormalizedQuery,
  type TimeDimension,
  type TransformData,
} from "./query-result.ts";

/** A column of the answer: taken from a column of the data, or the same in each row. */
export type ResultMember =
  | { name: string; source: number; type: string }
  | { name: string; constant: string };

const GRANULARITY_RANK: Record<string, number> = {
  second: 1,
  minute: 2,
  hour: 3,
  day: 4,
  week: 5,
  month: 6,
  quarter: 7,
  year: 8,
};
/** Custom granularities count as coarser than any of Cube's own. */
const CUSTOM_GRANULARITY_RANK = 10;

/** Cube's own text: clients and its documentation know it. */
const hiddenMember = (member: string) =>
  new Error(
    `You requested hidden member: '${member}'. Please make it visible using \`public: true\`. ` +
      "Please note primaryKey fields are `public: false` by default: " +
      "https://docs.cube.dev/reference/data-modeling/joins#setting-a-primary-key.",
  );

/**
 * Columns of the answer, in order.
 *
 * @throws when a member is hidden: this, and nothing before it, is what
 *   enforces `public: false` and member-level access policies
 */
export function resultMembers(
  transform: TransformData,
  { members: aliases }: Columnar,
): ResultMember[] {
  if (aliases.length === 0) {
    assertVisible(transform);
    return [];
  }
  const members = aliases.map((alias, source) => {
    const name = transform.aliasToMemberNameMap[alias];
    if (name === undefined) {
      throw new Error(`Member name not found for alias: '${alias}'`);
    }
    const annotation = transform.annotation[name];
    if (annotation === undefined) throw hiddenMember(name);
    return { name, source, type: annotation.type ?? "" };
  });
  const all = [...members, ...bareTimeDimensions(members, transform.query)];
  switch (transform.queryType) {
    case "compareDateRangeQuery":
      return [...all, compareDateRange(transform.query)];
    case "blendingQuery":
      return [...all, blendedTime(transform.query, members)];
    case "regularQuery":
    case undefined:
      return all;
  }
}

/** Without rows there are no columns to check, so the query itself is checked. */
function assertVisible({ query, annotation }: TransformData): void {
  const requested = [
    ...(query.measures ?? []),
    ...(query.dimensions ?? []),
    ...(query.timeDimensions ?? [])
      .filter(({ granularity }) => granularity)
      .map(({ dimension }) => dimension),
  ];
  for (const member of requested.map(memberName)) {
    if (annotation[member] === undefined) throw hiddenMember(member);
  }
}

interface SourceMember {
  name: string;
  source: number;
  type: string;
}

/**
 * `cube.date` beside `cube.date.month`: deprecated, but clients still read it.
 * Of several granularities the finest is copied.
 */
function bareTimeDimensions(
  members: SourceMember[],
  query: NormalizedQuery,
): SourceMember[] {
  const dimensions = new Set((query.dimensions ?? []).map(memberName));
  const finest = new Map<string, { rank: number; member: SourceMember }>();
  for (const member of members) {
    const [cube, dimension, granularity, ...rest] = member.name.split(".");
    if (granularity === undefined || rest.length > 0) continue;
    const name = `${cube}.${dimension}`;
    if (dimensions.has(name)) continue;
    const rank = GRANULARITY_RANK[granularity] ?? CUSTOM_GRANULARITY_RANK;
    const known = finest.get(name);
    if (known === undefined || rank <= known.rank) {
      finest.set(name, { rank, member });
    }
  }
  return [...finest].map(([name, { member }]) => ({ ...member, name }));
}

function firstTimeDimension(query: NormalizedQuery, kind: string) {
  const timeDimension = query.timeDimensions?.[0];
  if (timeDimension === undefined) {
    throw new Error(`a ${kind} query needs a time dimension`);
  }
  return timeDimension;
}

function compareDateRange(query: NormalizedQuery): ResultMember {
  const { dateRange } = firstTimeDimension(query, "compareDateRange");
  if (!Array.isArray(dateRange) || dateRange.length < 2) {
    throw new Error(
      `a compareDateRange query needs a date range of two dates: ${JSON.stringify(dateRange)}`,
    );
  }
  return { name: "compareDateRange", constant: dateRange.join(" - ") };
}

function blendedTime(
  query: NormalizedQuery,
  members: SourceMember[],
): ResultMember {
  const { dimension, granularity }: TimeDimension = firstTimeDimension(
    query,
    "blending",
  );
  if (!granularity) {
    throw new Error(`a blending query needs a granularity for ${dimension}`);
  }
  const name = `${dimension}.${granularity}`;
  const member = members.find((item) => item.name === name);
  if (member === undefined) throw new Error(`no column for ${name}`);
  return { ...member, name: `time.${granularity}` };
}
