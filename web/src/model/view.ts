import type { FormatValueMember } from "@cubejs-client/core/format";

/** Which rows of the facts a measure counts. */
export type ExposureMode = "as_traded" | "look_through";

/** How Cube's formatter describes a member. */
export type MemberFormat = FormatValueMember["format"];

interface Member {
  /** Full name, e.g. `trade_metrics.fund_id`. */
  member: string;
  /** Without the view, e.g. `fund_id`. */
  name: string;
  title: string;
  description: string;
  /** Title of the folder it lies in, or empty. */
  folder: string;
}

export interface Dimension extends Member {
  type: "string" | "number" | "time" | "boolean";
  format: MemberFormat;
  nullable: boolean;
  /** Of what is held rather than of what was traded. */
  lookThrough: boolean;
  /** A size of single rows, which groups nothing: to filter by and to look at. */
  amount: boolean;
}

export interface Measure extends Member {
  unit: string;
  format: MemberFormat;
  currency: string | undefined;
  mode: ExposureMode | "any";
  /** The same measure in the other mode, by name. */
  twin: string | undefined;
  /** Values of disjoint sets add up to the value of their union. */
  additive: boolean;
  /** Name of the dimension of which values of several members make no sum. */
  within: string | undefined;
  /** Names of the dimensions that list what a value is made of. */
  drillMembers: readonly string[];
}

export interface Hierarchy {
  name: string;
  title: string;
  /** Coarse to fine. */
  levels: readonly Dimension[];
  /** Made of what is held rather than of what was traded. */
  lookThrough: boolean;
}

export interface Folder {
  title: string;
  dimensions: readonly Dimension[];
  measures: readonly Measure[];
}

/** What one view offers, read from /v1/meta. */
export interface View {
  name: string;
  title: string;
  description: string;
  dimensions: readonly Dimension[];
  measures: readonly Measure[];
  hierarchies: readonly Hierarchy[];
  /** In model order; members of no folder come last, under an empty title. */
  folders: readonly Folder[];
  /** Day-grained time dimension that carries the date range; undefined = none. */
  timeDimension: Dimension | undefined;
}
