import { Menu } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";

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
  return (
    <Menu.Sub opened={opened} onChange={setOpened}>
      <Menu.Sub.Target>
        <Menu.Sub.Item ref={item}>{title}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown
        mah={320}
        style={{ overflowY: "auto" }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          setOpened(false);
          item.current?.focus();
        }}
      >
        {children}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
