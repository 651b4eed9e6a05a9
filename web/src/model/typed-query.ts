import type {
  BinaryFilter,
  Query,
  QueryOrder,
  TimeDimension,
  UnaryFilter,
} from "@cubejs-client/core";
import type { ModelMembers, ViewName } from "./members.ts";

export type MeasureOf<V extends ViewName> = ModelMembers[V]["measure"];
export type DimensionOf<V extends ViewName> = ModelMembers[V]["dimension"];
export type TimeDimensionOf<V extends ViewName> =
  ModelMembers[V]["timeDimension"];
export type SegmentOf<V extends ViewName> = ModelMembers[V]["segment"];
export type HierarchyOf<V extends ViewName> = ModelMembers[V]["hierarchy"];

type Condition<Member extends string> =
  | ((BinaryFilter | UnaryFilter) & { member: Member; dimension?: never })
  | { and: Condition<Member>[] }
  | { or: Condition<Member>[] };

/** Cube refuses one condition on dimensions and measures together. */
export type TypedFilter<V extends ViewName> =
  Condition<DimensionOf<V>> | Condition<MeasureOf<V>>;

/** A query about one view: names that are no members of it do not compile. */
export interface TypedQuery<V extends ViewName> extends Query {
  measures?: MeasureOf<V>[];
  dimensions?: DimensionOf<V>[];
  segments?: SegmentOf<V>[];
  timeDimensions?: (TimeDimension & { dimension: TimeDimensionOf<V> })[];
  filters?: TypedFilter<V>[];
  order?: [member: MeasureOf<V> | DimensionOf<V>, order: QueryOrder][];
}
