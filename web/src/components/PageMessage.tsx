import { Button } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  children?: ReactNode;
  action?: { label: string; onClick: () => void };
  role?: "alert" | "status";
}

/** What stands in the place of the table when there is none to show. */
export function PageMessage({ title, children, action, role }: Props) {
  return (
    <div className="page-message" role={role ?? "status"}>
      <h2>{title}</h2>
      <p>{children}</p>
      {action !== undefined && (
        <Button variant="default" size="xs" onClick={action.onClick}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
