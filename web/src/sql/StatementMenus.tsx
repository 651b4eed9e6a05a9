import { Button, Menu } from "@mantine/core";
import { useState } from "react";
import { formatCount, formatTime } from "../pivot/format.ts";
import { EXAMPLES } from "./examples.ts";
import type { PastStatement } from "./statement-history.ts";

interface Props {
  history: readonly PastStatement[];
  onChoose: (text: string) => void;
  onForget: () => void;
}

const MENU = {
  position: "bottom-start",
  shadow: "md",
  width: "min(460px, 94vw)",
  // It is a child that a menu may not have.
  withInitialFocusPlaceholder: false,
} as const;

const outcome = ({ rows, at }: PastStatement) =>
  `${rows === undefined ? "failed" : `${formatCount(rows)} rows`}, ${formatTime(at)}`;

/** Statements to start from: examples, and those that were run here. */
export function StatementMenus({ history, onChoose, onForget }: Props) {
  // A statement that is chosen takes the focus along to the editor.
  const [isChosen, setChosen] = useState(false);
  const menu = {
    ...MENU,
    returnFocus: !isChosen,
    onOpen: () => setChosen(false),
  };
  const choose = (text: string) => {
    setChosen(true);
    onChoose(text);
  };
  return (
    <>
      <Menu {...menu}>
        <Menu.Target>
          <Button size="xs" variant="default">
            Examples
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {EXAMPLES.map(({ title, text }) => (
            <Menu.Item key={title} onClick={() => choose(text)}>
              {title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu
        {...menu}
        // Its list scrolls, which needs a focus inside.
        menuItemTabIndex={0}
      >
        <Menu.Target>
          <Button size="xs" variant="default" disabled={history.length === 0}>
            History
          </Button>
        </Menu.Target>
        <Menu.Dropdown className="sql-history">
          {history.map((past) => (
            <Menu.Item key={past.text} onClick={() => choose(past.text)}>
              <code className="truncate">{past.text.replace(/\s+/g, " ")}</code>
              <span className="sql-soft">{outcome(past)}</span>
            </Menu.Item>
          ))}
          <Menu.Item className="sql-forget" onClick={onForget}>
            Forget all of them{" "}
            <span className="sql-soft">kept in this browser only</span>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
