import { type ReactNode, useState } from "react";
import { Panel } from "./Panel.tsx";

interface Props {
  /** What assistive technology calls the button and its panel. */
  label: string;
  /** What the button shows. */
  text: ReactNode;
  /** @default the label */
  title?: string | undefined;
  children: (close: () => void) => ReactNode;
  width?: number;
  position?: "bottom-start" | "bottom-end";
  disabled?: boolean;
}

/** A button of the bar with a panel below. */
export function PanelButton(props: Props) {
  const { label, text, title = label, children } = props;
  const { width, position, disabled } = props;
  const [opened, setOpened] = useState(false);
  return (
    <Panel
      label={label}
      opened={opened}
      onChange={setOpened}
      width={width}
      position={position}
      target={
        <button
          type="button"
          className="bar-button"
          aria-label={
            typeof text === "string" && text !== label
              ? `${label}: ${text}`
              : label
          }
          title={title}
          disabled={disabled}
          onClick={() => setOpened(!opened)}
        >
          {text}
          <span className="caret" aria-hidden>
            ▾
          </span>
        </button>
      }
    >
      {() => children(() => setOpened(false))}
    </Panel>
  );
}
