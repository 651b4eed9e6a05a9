import { Modal } from "@mantine/core";
import type { KeyGroup } from "./keys.ts";

/** What words of the page mean, under a common title. */
export interface Definitions {
  title: string;
  items: readonly { title: string; text: string }[];
}

interface Props {
  keys: readonly KeyGroup[];
  definitions: readonly Definitions[];
  onClose: () => void;
}

/** All keys of a page, and what its words mean. */
export function HelpModal({ keys: groups, definitions, onClose }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      title="Keys and definitions"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
      className="help"
    >
      {groups.map(({ title, keys }) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl className="key-list">
            {keys.map(({ press, does }) => (
              <div key={press}>
                <dt>
                  {press.split(" ").map((key, index) => (
                    <kbd key={index}>{key}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {definitions.map(({ title, items }) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl className="definitions">
            {items.map((item) => (
              <div key={item.title}>
                <dt>{item.title}</dt>
                <dd>{item.text}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  );
}
