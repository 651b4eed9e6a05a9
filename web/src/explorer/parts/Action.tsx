import type { ReactNode } from "react";

interface Props {
  children: ReactNode;
  onClick: () => void;
  /** Why it cannot be done; undefined = it can. */
  refused?: string;
  /** The one in force; undefined = not one of a choice. */
  checked?: boolean;
  /** In softer ink at the end, e.g. the days a choice means. */
  note?: string;
}

/**
 * A line of a panel that does something. What cannot be done stays in reach of
 * the keyboard, because its reason is worth reading.
 */
export function Action({ children, onClick, refused, checked, note }: Props) {
  return (
    <button
      type="button"
      className="action"
      aria-disabled={refused !== undefined || undefined}
      aria-pressed={checked}
      onClick={() => {
        if (refused === undefined) onClick();
      }}
    >
      {checked !== undefined && (
        <span className="action-check" aria-hidden>
          {checked ? "✓" : ""}
        </span>
      )}
      <span className="action-text">
        {children}
        {refused !== undefined && (
          <span className="action-reason">{refused}</span>
        )}
      </span>
      {note !== undefined && <span className="action-note">{note}</span>}
    </button>
  );
}
