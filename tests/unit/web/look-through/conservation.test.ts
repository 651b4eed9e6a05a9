import { describe, expect, it } from "vitest";
import { conservationChecks } from "../../../../web/src/look-through/conservation.ts";

const whole = { total: 1_000, held: 700, unmapped: 300, direct: 500, via: 200 };
const holds = (change: Partial<typeof whole>) =>
  conservationChecks({ ...whole, ...change }).map((check) => check.holds);

describe("conservationChecks", () => {
  it("hold when the parts are the whole", () => {
    expect(holds({})).toEqual([true, true]);
  });

  it("fail by more than 0.01 % and not by less", () => {
    expect(holds({ total: 1_000.09 })).toEqual([true, true]);
    expect(holds({ total: 1_000.11 })).toEqual([false, true]);
    expect(holds({ total: 999.8 })).toEqual([false, true]);
    expect(holds({ via: 200.08 })).toEqual([true, false]);
  });

  it("name the difference and its share", () => {
    const [check] = conservationChecks({ ...whole, total: 1_250 });
    expect(check).toMatchObject({
      left: 1_000,
      right: 1_250,
      difference: -250,
      share: 0.2,
      holds: false,
    });
  });

  it("measure net amounts that cancel out by what cancels", () => {
    expect(
      conservationChecks({
        total: 0.004,
        held: 5e6,
        unmapped: -5e6,
        direct: 4e6,
        via: 1e6,
      }).map((check) => check.holds),
    ).toEqual([true, true]);
    expect(
      conservationChecks({
        total: 0,
        held: 5e6,
        unmapped: -4.9e6,
        direct: 4e6,
        via: 1e6,
      }).map((check) => check.holds),
    ).toEqual([false, true]);
  });

  it("hold when there is nothing", () => {
    const nothing = { total: 0, held: 0, unmapped: 0, direct: 0, via: 0 };
    expect(conservationChecks(nothing).map((check) => check.share)).toEqual([
      0, 0,
    ]);
  });
});
