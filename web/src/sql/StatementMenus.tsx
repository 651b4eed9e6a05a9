import { Button, Menu } from "@mantine/core";
import { formatCount, formatTime } from "../pivot/format.ts";
import { EXAMPLES } from "./examples.ts";
import type { PastStatement } from "./statement-history.ts";

interface Props {
  history: readonly PastStatement[];
  onChoose: (text: string) => void;
  onForget: () => void;
}

const WIDTH = "min(460px, 94vw)";

const outcome = ({ rows, at }: PastStatement) =>
  `${rows === undefined ? "failed" : `${formatCount(rows)} rows`}, ${formatTime(at)}`;

/** Statements to start from: examples, and those that were run here. */
export function StatementMenus({ history, onChoose, onForget }: Props) {
  return (
    <>
      <Menu position="bottom-start" shadow="md" width={WIDTH}>
        <Menu.Target>
          <Button size="xs" variant="default">
            Examples
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {EXAMPLES.map(({ title, text }) => (
            <Menu.Item key={title} onClick={() => onChoose(text)}>
              {title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-start" shadow="md" width={WIDTH}>
        <Menu.Target>
          <Button size="xs" variant="default" disabled={history.length === 0}>
            History
          </Button>
        </Menu.Target>
        <Menu.Dropdown className="sql-history">
          {history.map((past) => (
            <Menu.Item key={past.text} onClick={() => onChoose(past.text)}>
              <code className="truncate">{past.text.replace(/\s+/g, " ")}</code>
              <span className="sql-soft">{outcome(past)}</span>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={onForget}>
            Forget all of them{" "}
            <span className="sql-soft">kept in this browser only</span>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
