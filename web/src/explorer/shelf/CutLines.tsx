import { Checkbox, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { isThreshold, MAX_KEPT } from "../../pivot/state/cuts.ts";
import type { Cut } from "../../pivot/state/pivot-state.ts";
import { findMeasure } from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";
import { formatAmount, parseAmount, rounded } from "./parse-amount.ts";

interface Props {
  cut: Cut;
  measures: { value: string; label: string }[];
  onChange: (cut: Cut) => void;
}

const KINDS = [
  { value: "top", label: "The largest" },
  { value: "bottom", label: "The smallest" },
  { value: "least", label: "At least" },
  { value: "most", label: "At most" },
] as const;
type Kind = (typeof KINDS)[number]["value"];

const DEFAULT_COUNT = 10;
const PERCENT = 100;

const kindOf = (cut: Cut): Kind => {
  if (isThreshold(cut)) return cut.bottom ? "most" : "least";
  return cut.bottom ? "bottom" : "top";
};

/** The same measure cut in another way. */
function cutAs(kind: Kind, cut: Cut): Cut {
  const { measure, other } = cut;
  return kind === "least" || kind === "most"
    ? {
        bound: isThreshold(cut) ? cut.bound : 0,
        measure,
        bottom: kind === "most",
        other,
      }
    : {
        count: isThreshold(cut) ? DEFAULT_COUNT : cut.count,
        measure,
        bottom: kind === "bottom",
        other,
      };
}

/** Which members of a level are kept: so many of them, or those of such a value. */
export function CutLines({ cut, measures, onChange }: Props) {
  const { view } = useExplorer();
  const measure = findMeasure(view, cut.measure);
  const format = measure?.format;
  const isShare = typeof format === "string" && format.startsWith("percent");
  return (
    <>
      <div className="panel-line">
        <Select
          size="xs"
          w={120}
          label="Keep"
          comboboxProps={{ withinPortal: false }}
          allowDeselect={false}
          value={kindOf(cut)}
          data={KINDS}
          onChange={(kind) => {
            if (kind !== null) onChange(cutAs(kind, cut));
          }}
        />
        {isThreshold(cut) ? (
          <BoundInput
            bound={cut.bound}
            unit={isShare ? PERCENT : 1}
            label={isShare ? "Value in %" : "Value"}
            onChange={(bound) => onChange({ ...cut, bound })}
          />
        ) : (
          <NumberInput
            size="xs"
            w={84}
            label="How many"
            min={1}
            max={MAX_KEPT}
            clampBehavior="strict"
            allowDecimal={false}
            value={cut.count}
            onChange={(value) => {
              const count = Number(value);
              if (count >= 1) onChange({ ...cut, count });
            }}
          />
        )}
      </div>
      <Select
        size="xs"
        label={isThreshold(cut) ? "Of" : "Ranked by"}
        comboboxProps={{ withinPortal: false }}
        allowDeselect={false}
        maxDropdownHeight={200}
        value={cut.measure}
        data={measures}
        onChange={(name) => {
          if (name !== null) onChange({ ...cut, measure: name });
        }}
      />
      <Checkbox
        size="xs"
        label="All others as one row"
        checked={cut.other}
        onChange={(event) =>
          onChange({ ...cut, other: event.currentTarget.checked })
        }
      />
    </>
  );
}

interface BoundProps {
  bound: number;
  /** How many of what is shown make 1. */
  unit: number;
  label: string;
  onChange: (bound: number) => void;
}

/** A number that counts as soon as it is one. */
function BoundInput({ bound, unit, label, onChange }: BoundProps) {
  const shown = rounded(bound * unit);
  const [text, setText] = useState(formatAmount(shown));
  const [known, setKnown] = useState(shown);
  // Undone, or changed elsewhere.
  if (known !== shown) {
    setKnown(shown);
    if (parseAmount(text) !== shown) setText(formatAmount(shown));
  }
  return (
    <TextInput
      size="xs"
      style={{ flex: 1 }}
      label={label}
      value={text}
      error={
        parseAmount(text) === undefined &&
        "A number, e.g. 1,500,000, 1.5m or 1.5e6"
      }
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        const amount = parseAmount(currentTarget.value);
        if (amount !== undefined) onChange(rounded(amount / unit));
      }}
    />
  );
}
