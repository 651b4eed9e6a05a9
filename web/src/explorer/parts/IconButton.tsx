import { Icon } from "./Icon.tsx";

interface Props {
  icon: Parameters<typeof Icon>[0]["name"];
  label: string;
  onClick: () => void;
  disabled?: boolean;
}

/** A button with a drawing in place of words, which it tells on hover. */
export const IconButton = ({ icon, label, ...props }: Props) => (
  <button
    type="button"
    className="icon-button"
    aria-label={label}
    title={label}
    {...props}
  >
    <Icon name={icon} />
  </button>
);
