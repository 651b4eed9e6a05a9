/** What a check saw. */
export interface CheckResult {
  /** What must hold. */
  title: string;
  checked: number;
  /** What was counted. */
  unit: string;
  breaches: number;
  /** Where the first breach is. */
  example: string;
}

/** One line per check, one more for each that failed. */
export function reportText(results: readonly CheckResult[]): string {
  const lines = results.flatMap((result) => {
    const { title, checked, unit, breaches, example } = result;
    const state = breaches === 0 ? "ok    " : "BREACH";
    const line = `${state}  ${title}: ${checked} ${unit}`;
    return breaches === 0
      ? [line]
      : [line, `        ${breaches} do not hold, for example ${example}`];
  });
  const failed = results.filter(({ breaches }) => breaches > 0).length;
  const verdict =
    failed === 0
      ? `all ${results.length} checks hold`
      : `${failed} of ${results.length} checks do not hold`;
  return [...lines, verdict, ""].join("\n");
}
