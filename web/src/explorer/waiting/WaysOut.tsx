interface Props {
  onCancel: () => void;
  /** What becomes of it, as a hint. */
  cancelTitle: string;
  /** Fewer days to ask for; undefined = none would help. */
  narrower?: { title: string; onChoose: () => void } | undefined;
}

/** Ends a wait: by giving up, or by asking for less. */
export const WaysOut = ({ onCancel, cancelTitle, narrower }: Props) => (
  <>
    <button
      type="button"
      className="link-button"
      title={cancelTitle}
      onClick={onCancel}
    >
      Cancel
    </button>
    {narrower !== undefined && (
      <button
        type="button"
        className="link-button"
        title={`Asks for ${narrower.title.toLowerCase()} instead; undo brings the dates back`}
        onClick={narrower.onChoose}
      >
        {`Narrower dates: ${narrower.title.toLowerCase()}`}
      </button>
    )}
  </>
);
