import { UsageError } from "../base/errors.ts";

/** @throws UsageError unless the value is one of the legal ones */
export const oneOf = <T extends string>(
  name: string,
  value: string,
  legal: readonly T[],
): T => {
  const found = legal.find((item) => item === value);
  if (found === undefined) {
    throw new UsageError(
      `${name} must be one of ${legal.join(", ")}: ${value}`,
    );
  }
  return found;
};

/** @throws UsageError unless the value is a whole number within the bounds */
export const integer = (
  name: string,
  value: string,
  min: number,
  max: number,
) => {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max) {
    throw new UsageError(
      `${name} must be a whole number from ${min} to ${max}: ${value}`,
    );
  }
  return number;
};

/** @throws UsageError unless ClickHouse takes the value as a name without quotes */
export const identifier = (name: string, value: string) => {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(value)) {
    throw new UsageError(
      `${name} must be letters, digits and underscores: ${value}`,
    );
  }
  return value;
};

/** @throws UsageError unless the value is an http or https URL */
export const httpUrl = (name: string, value: string) => {
  let url: URL | undefined;
  try {
    url = new URL(value);
  } catch {
    url = undefined;
  }
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
    throw new UsageError(
      `${name} must be an http or https URL: ${value}`,
      "for example http://127.0.0.1:8123",
    );
  }
  return value.replace(/\/$/, "");
};
