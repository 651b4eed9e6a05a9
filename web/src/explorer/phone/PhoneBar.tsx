import { lazy, Suspense } from "react";
import type { PlannedValue } from "../../pivot/plan/pivot-plan.ts";
import { FIGURE_TITLES } from "../../pivot/state/values.ts";

const Sheet = lazy(() => import("./Sheet.tsx"));

export type SheetName = "fields" | "shelves";

interface Props {
  values: readonly PlannedValue[];
  shown: PlannedValue | undefined;
  onShow: (key: string) => void;
  sheet: SheetName | undefined;
  onSheet: (sheet: SheetName | undefined) => void;
}

const titleOf = ({ planned, figure }: PlannedValue) =>
  figure === "value"
    ? planned.title
    : `${planned.title}, ${FIGURE_TITLES[figure]}`;

/** On a narrow page: which value is shown, and the sheets of fields and shelves. */
export function PhoneBar({ values, shown, onShow, sheet, onSheet }: Props) {
  return (
    <div className="phone-bar" data-region="shelf">
      <button
        type="button"
        className="phone-button"
        aria-haspopup="dialog"
        onClick={() => onSheet("fields")}
      >
        Fields
      </button>
      <button
        type="button"
        className="phone-button"
        aria-haspopup="dialog"
        onClick={() => onSheet("shelves")}
      >
        Shelves
      </button>
      {values.length > 0 && (
        <select
          className="phone-button phone-value"
          aria-label="Value shown"
          value={shown?.key ?? ""}
          onChange={(event) => onShow(event.currentTarget.value)}
        >
          {values.map((value) => (
            <option key={value.key} value={value.key}>
              {titleOf(value)}
            </option>
          ))}
        </select>
      )}
      {sheet !== undefined && (
        <Suspense>
          <Sheet name={sheet} onClose={() => onSheet(undefined)} />
        </Suspense>
      )}
    </div>
  );
}
