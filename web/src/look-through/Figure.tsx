import { formatAmount, isNegative } from "./figures.ts";
import { usePage } from "./page-context.ts";

interface AmountProps {
  /** undefined = not loaded yet; null = there is none. */
  value: number | null | undefined;
  /** What it is, for tests and styles. */
  name?: string;
}

/** A table cell with an amount of the chosen basis. */
export function AmountCell({ value, name }: AmountProps) {
  const { format } = usePage();
  return (
    <TextCell
      name={name}
      text={value === undefined ? undefined : formatAmount(value, format)}
    />
  );
}

interface TextProps {
  /** undefined = not loaded yet. */
  text: string | undefined;
  name?: string;
  title?: string;
}

/** A right-aligned cell; negative numbers are red and carry a minus sign. */
export function TextCell({ text, name, title }: TextProps) {
  return (
    <td
      className="lt-number"
      data-figure={name}
      data-negative={(text !== undefined && isNegative(text)) || undefined}
      title={title}
    >
      {text ?? <span className="lt-skeleton" />}
    </td>
  );
}
