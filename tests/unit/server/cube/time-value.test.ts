import { describe, expect, it } from "vitest";
import { formatTime } from "../../../../server/cube/time-value.ts";

describe("formatTime(text)", () => {
  it.each([
    // RFC 3339: the wall time stays, the offset goes
    ["2024-01-15T10:20:30Z", "2024-01-15T10:20:30.000"],
    ["2024-01-15T10:20:30.5Z", "2024-01-15T10:20:30.500"],
    ["2024-01-15T10:20:30.123456+02:00", "2024-01-15T10:20:30.123"],
    ["2024-01-15t10:20:30-05:00", "2024-01-15T10:20:30.000"],
    // date and time, with and without a fraction
    ["2024-01-15 10:20:30", "2024-01-15T10:20:30.000"],
    ["2024-01-15 10:20:30.12", "2024-01-15T10:20:30.120"],
    ["2024-01-15T10:20:30", "2024-01-15T10:20:30.000"],
    ["2024-01-15T10:20:30.123", "2024-01-15T10:20:30.123"],
    // with a zone after a space
    ["2024-01-15 10:20:30 UTC", "2024-01-15T10:20:30.000"],
    ["2024-01-15 10:20:30.9999 +01:00", "2024-01-15T10:20:30.999"],
  ])("writes %s as %s", (text, expected) => {
    expect(formatTime(text)).toBe(expected);
  });

  it.each([
    "",
    "2024-01-15",
    "2024-13-15 10:20:30",
    "2024-01-15 25:00:00",
    "x",
  ])("leaves %j, which is no time, as it is", (text) => {
    expect(formatTime(text)).toBe(text);
  });
});
