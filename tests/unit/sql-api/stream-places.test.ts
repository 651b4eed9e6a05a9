import { describe, expect, it } from "vitest";
import { StreamPlaces } from "../../../server/sql-api/load/stream-places.ts";
import { SqlError } from "../../../server/sql-api/sql-error.ts";

const { signal } = new AbortController();
const PATIENT = 60_000;

describe("StreamPlaces", () => {
  it("gives a place that was given back to who asked first", async () => {
    const places = new StreamPlaces(1, PATIENT);
    await places.take(signal);
    const entered: string[] = [];
    const waiting = ["first", "second"].map((name) =>
      places.take(signal).then(() => entered.push(name)),
    );
    places.give();
    await waiting[0];
    expect(entered).toEqual(["first"]);
    places.give();
    await waiting[1];
    expect(entered).toEqual(["first", "second"]);
  });

  it("refuses, 53300, who has waited too long", async () => {
    const places = new StreamPlaces(1, 1);
    await places.take(signal);
    await expect(places.take(signal)).rejects.toMatchObject({ code: "53300" });
  });

  it("loses no place to who gives up", async () => {
    const places = new StreamPlaces(1, PATIENT);
    await places.take(signal);
    const abort = new AbortController();
    const given = places.take(abort.signal);
    abort.abort(new SqlError("57014", "canceled"));
    await expect(given).rejects.toMatchObject({ code: "57014" });
    places.give();
    await places.take(signal);
  });

  it("loses none either to who is given one as it gives up", async () => {
    const places = new StreamPlaces(1, PATIENT);
    await places.take(signal);
    const abort = new AbortController();
    const given = places.take(abort.signal);
    abort.abort(new SqlError("57014", "canceled"));
    places.give();
    await expect(given).rejects.toMatchObject({ code: "57014" });
    await places.take(signal);
  });
});
