import { Loader, Popover } from "@mantine/core";
import {
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useRef,
} from "react";
import { useKeptFocus } from "./focus.ts";

interface Props {
  /** What assistive technology calls the panel. */
  label: string;
  opened: boolean;
  onChange: (opened: boolean) => void;
  /** The button it belongs to. */
  target: ReactElement;
  /** Built when opened first; may be loaded then. */
  children: () => ReactNode;
  width?: number;
  position?: "bottom-start" | "bottom-end" | "right-start";
}

const FOCUSABLE =
  "input:not([type=hidden]):not([disabled]), button:not([disabled]), [tabindex='0']";

/** Takes the focus once its content has been loaded. */
function Body({ children }: { children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const inside = body.current;
    const first =
      inside?.querySelector<HTMLElement>("[data-autofocus]") ??
      inside?.querySelector<HTMLElement>(FOCUSABLE);
    (first ?? inside)?.focus({ preventScroll: true });
  }, []);
  useKeptFocus(body);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const from = event.target as HTMLElement;
    if (step === undefined || !from.classList.contains("action")) return;
    const actions = [
      ...event.currentTarget.querySelectorAll<HTMLElement>(".action"),
    ];
    event.preventDefault();
    actions[actions.indexOf(from) + step]?.focus();
  };
  return (
    <div ref={body} tabIndex={-1} className="panel-body" onKeyDown={move}>
      {children}
    </div>
  );
}

/** A panel below a button: what it holds is loaded when it is opened. */
export function Panel(props: Props) {
  const { label, opened, onChange, target, children } = props;
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      position={props.position ?? "bottom-start"}
      width={props.width ?? 240}
      shadow="md"
      trapFocus
      returnFocus
      withinPortal
      closeOnEscape={false}
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown
        aria-label={label}
        className="panel"
        onKeyDown={({ key, target: from }) => {
          // A list that is open in the panel closes first, by itself.
          const isList =
            (from as Element).getAttribute("aria-expanded") === "true";
          if (key === "Escape" && !isList) onChange(false);
        }}
      >
        <Suspense
          fallback={
            <div className="panel-waiting" aria-busy="true">
              <Loader size="xs" aria-label={`Opening ${label}`} />
            </div>
          }
        >
          {opened && <Body>{children()}</Body>}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
