interface Props {
  label: string;
  /** Steps of indentation. */
  level: number;
  open: boolean;
  onToggle: () => void;
}

/** A row's name that opens what is below it. */
export function Expander({ label, level, open, onToggle }: Props) {
  return (
    <button
      type="button"
      className="lt-label lt-expander"
      data-level={level}
      aria-expanded={open}
      onClick={onToggle}
    >
      <span className="lt-caret" aria-hidden>
        ▸
      </span>
      <span className="lt-label-text">{label}</span>
    </button>
  );
}
