import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { Load } from "./use-load.ts";

interface ErrorProps {
  children: string;
  onRetry: () => void;
}

/** What failed, where it failed, with a way to try again. */
export function ErrorNotice({ children, onRetry }: ErrorProps) {
  return (
    <span className="lt-error" role="alert">
      <span>{children}</span>
      <Button size="compact-xs" variant="default" onClick={onRetry}>
        Retry
      </Button>
    </span>
  );
}

interface RowProps {
  columns: number;
  /** Steps of indentation. */
  level: number;
  children: ReactNode;
}

/** A table row that says something instead of showing numbers. */
export function NoticeRow({ columns, level, children }: RowProps) {
  return (
    <tr className="lt-notice-row">
      <td colSpan={columns} data-level={level}>
        {children}
      </td>
    </tr>
  );
}

interface LoadRowProps {
  load: Load;
  columns: number;
  level: number;
  /** What an empty answer means. */
  empty: string;
}

/** Says that lines are loading, failed, cut off or none; nothing when all is well. */
export function LoadRow({ load, columns, level, empty }: LoadRowProps) {
  if (load.error !== undefined) {
    return (
      <NoticeRow columns={columns} level={level}>
        <ErrorNotice onRetry={load.retry}>{load.error}</ErrorNotice>
      </NoticeRow>
    );
  }
  if (load.rows === undefined) {
    return (
      <NoticeRow columns={columns} level={level}>
        <span className="lt-skeleton" role="status" aria-label="Loading" />
      </NoticeRow>
    );
  }
  if (load.rows.length === 0) {
    return (
      <NoticeRow columns={columns} level={level}>
        {empty}
      </NoticeRow>
    );
  }
  if (load.truncated) {
    return (
      <NoticeRow columns={columns} level={level}>
        {`Only the first ${load.rows.length} are shown; the line above counts all.`}
      </NoticeRow>
    );
  }
  return null;
}
