import type { MemberPath } from "../member-path.ts";
import type { Axis } from "../plan/axis.ts";
import type { Assembly } from "./assembly.ts";
import type { Listing } from "./listing.ts";
import { isServerSort } from "./ordering.ts";
import { cutListing, pagedListing } from "./paged-listing.ts";
import { wholeListing } from "./whole-listing.ts";

/**
 * The members under a path.
 *
 * @param wanted whether a page of members, from 0, is looked at
 * @throws Error for a path that ends on the axis's last level
 */
export function listMembers(
  assembly: Assembly,
  axis: Axis,
  path: MemberPath,
  wanted: (page: number) => boolean,
): Listing {
  const { comparison, limits, values } = assembly.plan;
  const level = axis.levels[path.length];
  if (level === undefined) {
    throw new Error(`no level below ${path.length} keys on the ${axis.name}`);
  }
  const place = { assembly, axis, level, path };
  const fromApi = (sort = level.sort, notice = "") => {
    const listed = { ...place, level: { ...level, sort } };
    return level.top === null
      ? pagedListing(listed, wanted, notice)
      : cutListing(listed, level.top, notice);
  };
  const byApi = level.sort.filter((key) => isServerSort(key, axis.name));
  const ranked =
    axis.name === "rows" && values.some(({ figure }) => figure === "rank");
  if (comparison === null && !ranked && byApi.length === level.sort.length) {
    return fromApi();
  }
  const most = limits.whole.toLocaleString("en-US");
  return (
    wholeListing(place) ??
    fromApi(
      byApi,
      `more than ${most} members: in the order of the API, without those of the other period, and without ranks`,
    )
  );
}
