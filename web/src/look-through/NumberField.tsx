import { TextInput, type TextInputProps } from "@mantine/core";
import { useState } from "react";

interface Props extends Pick<TextInputProps, "label" | "className" | "step"> {
  "aria-label"?: string;
  value: number;
  /** Both are legal values. */
  min: number;
  max: number;
  /** @param visit one for all that is typed until the field is left */
  onChange: (value: number, visit: symbol) => void;
}

/** A number; what is typed on the way to one stays in the field. */
export function NumberField({ value, min, max, onChange, ...props }: Props) {
  const [typed, setTyped] = useState<{ text: string; visit: symbol }>();
  return (
    <TextInput
      type="number"
      size="xs"
      min={min}
      max={max}
      {...props}
      value={typed?.text ?? String(value)}
      error={
        typed !== undefined && !isLegal(typed.text, min, max)
          ? `${min} to ${max}`
          : undefined
      }
      onBlur={() => setTyped(undefined)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        const visit = typed?.visit ?? Symbol("visit");
        setTyped({ text, visit });
        if (isLegal(text, min, max)) onChange(Number(text), visit);
      }}
    />
  );
}

const isLegal = (text: string, min: number, max: number): boolean =>
  text.trim() !== "" && Number(text) >= min && Number(text) <= max;
