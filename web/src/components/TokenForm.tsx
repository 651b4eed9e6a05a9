import { Button, PasswordInput, Text } from "@mantine/core";
import { useState } from "react";

interface Props {
  /** A token was sent and not accepted. */
  refused: boolean;
  onSubmit: (token: string) => void;
}

export function TokenForm({ refused, onSubmit }: Props) {
  const [token, setToken] = useState("");
  const trimmed = token.trim();
  return (
    <form
      className="token-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed !== "") onSubmit(trimmed);
      }}
    >
      <h2>This API needs a token</h2>
      {refused && (
        <p className="error-text" role="alert">
          The token was not accepted: it may have expired.
        </p>
      )}
      <PasswordInput
        label="API token"
        description="Kept in this browser tab only, and sent only to this server."
        autoComplete="off"
        value={token}
        onChange={(event) => setToken(event.currentTarget.value)}
        autoFocus
      />
      <Button type="submit" disabled={trimmed === ""}>
        Continue
      </Button>
      <Text size="sm" c="dimmed">
        Whoever runs this server can make one with <code>npm run token</code>.
      </Text>
    </form>
  );
}
