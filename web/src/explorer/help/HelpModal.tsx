import { Modal } from "@mantine/core";
import { useExplorer } from "../explorer-context.ts";
import { KEY_GROUPS } from "./keys.ts";

const MODES = [
  {
    title: "As traded",
    text: "Counts Direct, ETF and ETC rows: what was bought and sold. A wrapper is one instrument. Constituent rows are left out, so nothing counts twice.",
  },
  {
    title: "Look-through",
    text: "Counts Direct rows, and Constituent rows in place of their ETF or ETC: what is really held. What the weights leave unexplained is unmapped; look-through plus unmapped is as traded.",
  },
];

/** All keys, what the measures mean and what each exposure mode counts. */
export default function HelpModal({ onClose }: { onClose: () => void }) {
  const { view } = useExplorer();
  return (
    <Modal
      opened
      onClose={onClose}
      title="Keys and definitions"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
      className="help"
    >
      {KEY_GROUPS.map(({ title, keys }) => (
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
      <section>
        <h3>Exposure</h3>
        <dl className="definitions">
          {MODES.map(({ title, text }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h3>{`Measures of ${view.title}`}</h3>
        <dl className="definitions">
          {view.measures.map(({ name, title, description }) => (
            <div key={name}>
              <dt>{title}</dt>
              <dd>{description}</dd>
            </div>
          ))}
        </dl>
      </section>
    </Modal>
  );
}
