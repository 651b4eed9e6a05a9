import { Menu } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";

interface Props {
  title: string;
  children: ReactNode;
}

/**
 * Items of a menu that unfold beside their title. Escape folds them; the menu
 * around has to leave the key alone where its default is prevented.
 */
export function SubMenu({ title, children }: Props) {
  const [opened, setOpened] = useState(false);
  const item = useRef<HTMLButtonElement>(null);
  // The focus may not have come in yet.
  const fold = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !opened) return;
    event.preventDefault();
    setOpened(false);
    item.current?.focus();
  };
  return (
    <Menu.Sub opened={opened} onChange={setOpened}>
      <Menu.Sub.Target>
        <Menu.Sub.Item ref={item} onKeyDown={fold}>
          {title}
        </Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown
        mah={320}
        style={{ overflowY: "auto" }}
        onKeyDown={fold}
      >
        {children}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
