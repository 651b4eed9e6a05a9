import { Drawer } from "@mantine/core";
import { FieldPanel } from "../fields/FieldPanel.tsx";
import { Shelves } from "../shelf/Shelves.tsx";
import type { SheetName } from "./PhoneBar.tsx";

interface Props {
  name: SheetName;
  onClose: () => void;
}

/** Fields or shelves, from the lower edge of a narrow page. */
export default function Sheet({ name, onClose }: Props) {
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      size="75%"
      title={name === "fields" ? "Fields" : "Shelves"}
      closeButtonProps={{ "aria-label": "Close", size: 44 }}
      className="sheet"
    >
      {name === "fields" ? <FieldPanel /> : <Shelves />}
    </Drawer>
  );
}
