import { Button, TextInput } from "@mantine/core";
import { useState } from "react";

interface Props {
  label: string;
  initial: string;
  onSubmit: (name: string) => void;
}

/** Asks for the name of a saved view. */
export function NameForm({ label, initial, onSubmit }: Props) {
  const [name, setName] = useState(initial);
  return (
    <form
      className="panel-section"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(name);
        setName(initial);
      }}
    >
      <div className="panel-line">
        <TextInput
          size="xs"
          label={label}
          placeholder="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          size="xs"
          variant="default"
          type="submit"
          disabled={name.trim() === ""}
        >
          Save
        </Button>
      </div>
    </form>
  );
}
