import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Dimension } from "../../model/view.ts";
import type { MemberPath } from "../../pivot/member-path.ts";
import { formatLabel } from "../../pivot/format.ts";
import { Icon } from "../parts/Icon.tsx";

interface Props {
  dimension: Dimension;
  values: MemberPath;
  onChange: (values: MemberPath) => void;
}

/** Texts or numbers to compare with, typed one by one. */
export function ValueEntry({ dimension, values, onChange }: Props) {
  const [text, setText] = useState("");
  const isNumber = dimension.type === "number";
  const value = text.trim();
  const problem =
    isNumber && value !== "" && !Number.isFinite(Number(value))
      ? "A number, please"
      : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value === "" || problem !== undefined) return;
    // A number has one limit; texts are alternatives.
    onChange(isNumber ? [value] : [...new Set([...values, value])]);
    setText("");
  };
  return (
    <form onSubmit={submit}>
      <div className="panel-line">
        <TextInput
          size="xs"
          data-autofocus
          aria-label={`${dimension.title} to compare with`}
          inputMode={isNumber ? "decimal" : "text"}
          value={text}
          error={problem}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" type="submit">
          {isNumber ? "Apply" : "Add"}
        </Button>
      </div>
      <ul className="entered-values">
        {values.map((entered) => (
          <li key={JSON.stringify(entered)}>
            {formatLabel(entered)}
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove ${formatLabel(entered)}`}
              onClick={() =>
                onChange(values.filter((other) => other !== entered))
              }
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </form>
  );
}
