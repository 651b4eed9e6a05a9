import type { Columnar } from "./query-result.ts";

interface WrapperExports {
  ResultWrapper?: {
    prototype: {
      isNative: boolean;
      jsResult: unknown;
      getRawData(): unknown[];
    };
  };
  rowsToColumnar?: (rows: unknown) => Columnar;
}

/**
 * Hands columns to the result transform as they are. The original serializes
 * them for the native extension, and we would only parse that again.
 */
export function passColumnsByReference(native: Record<string, unknown>): void {
  const { ResultWrapper, rowsToColumnar } = native as WrapperExports;
  if (ResultWrapper === undefined || rowsToColumnar === undefined) return;
  ResultWrapper.prototype.getRawData = function getRawData() {
    return [rowsToColumnar(this.jsResult)];
  };
}
