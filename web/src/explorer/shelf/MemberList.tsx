import { Checkbox, Loader, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorText } from "../../api/client.ts";
import { useClient } from "../../api/client-context.ts";
import { loadKey } from "../../api/query-key.ts";
import type { Dimension } from "../../model/view.ts";
import { keyOf } from "../../pivot/answer.ts";
import { formatLabel } from "../../pivot/format.ts";
import type { MemberPath } from "../../pivot/member-path.ts";
import { useExplorer } from "../explorer-context.ts";
import {
  foundMembers,
  MEMBER_LIMIT,
  memberQuery,
  type MemberSearch,
} from "./member-query.ts";

interface Props {
  dimension: Dimension;
  chosen: MemberPath;
  onChange: (chosen: MemberPath) => void;
}

/** Milliseconds without a key press before the API is asked. */
const TYPING_PAUSE = 250;

const nameOf = (key: string | null) =>
  key === null ? "No value" : formatLabel(key);

/** Members of a dimension to choose from, found by a part of their name. */
export function MemberList({ dimension, chosen, onChange }: Props) {
  const client = useClient();
  const { view, plan } = useExplorer();
  const [text, setText] = useState("");
  const [settled] = useDebouncedValue(text, TYPING_PAUSE);
  // Those chosen before stay on top, where one can take them back.
  const [first] = useState(chosen);
  const search: MemberSearch = {
    view,
    dimension,
    measure: plan.measures[0] ?? view.measures[0],
    dates: plan.dates,
    text: settled,
  };
  const query = memberQuery(search);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: loadKey(query),
    queryFn: ({ signal }) => client.load(query, signal),
    placeholderData: keepPreviousData,
  });
  const found = foundMembers(
    search,
    data?.rows.map((row) => keyOf(row, dimension.member)) ?? [],
  );
  const shown =
    text.trim() === ""
      ? [...first, ...found.members.filter((key) => !first.includes(key))]
      : found.members;
  const toggle = (key: string | null) =>
    onChange(
      chosen.includes(key)
        ? chosen.filter((other) => other !== key)
        : [...chosen, key],
    );

  return (
    <div className="member-list">
      <TextInput
        size="xs"
        type="search"
        data-autofocus
        aria-label={`Search ${dimension.title}`}
        placeholder={`Search ${dimension.title}`}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        rightSection={
          isFetching ? <Loader size={12} aria-label="Searching" /> : null
        }
      />
      {error !== null && (
        <div className="panel-problem" role="alert">
          {`The members could not be read: ${errorText(error)} `}
          <button
            type="button"
            className="text-button"
            onClick={() => void refetch()}
          >
            Retry
          </button>
        </div>
      )}
      <div
        className="member-options"
        role="group"
        aria-label={`Members of ${dimension.title}`}
        tabIndex={-1}
      >
        {shown.map((key) => (
          <Checkbox
            key={JSON.stringify(key)}
            size="xs"
            label={nameOf(key)}
            checked={chosen.includes(key)}
            onChange={() => toggle(key)}
          />
        ))}
        {shown.length === 0 && !isFetching && error === null && (
          <div className="panel-note">
            {`No ${dimension.title.toLowerCase()} with "${text.trim()}" in these days`}
          </div>
        )}
      </div>
      <div className="panel-note" role="status">
        {[
          ...(found.truncated
            ? [`First ${MEMBER_LIMIT} shown: search for more`]
            : []),
          `${chosen.length} chosen`,
        ].join(" · ")}
      </div>
      <div className="panel-line">
        <button
          type="button"
          className="text-button"
          onClick={() => onChange([...new Set([...chosen, ...shown])])}
        >
          Choose all shown
        </button>
        <button
          type="button"
          className="text-button"
          onClick={() => onChange([])}
        >
          Choose none
        </button>
      </div>
    </div>
  );
}
