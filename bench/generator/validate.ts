import { run } from "./run.ts";
import type { BenchWarehouse } from "./warehouse.ts";

/** Seconds of `generate validate` over what is loaded. */
export async function measureValidate(
  warehouse: BenchWarehouse,
): Promise<number> {
  const { seconds } = await run(
    ["generator/main.ts", "validate"],
    warehouse.env,
  );
  return seconds;
}
