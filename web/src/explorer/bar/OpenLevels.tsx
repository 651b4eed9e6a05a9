import type { Axis } from "../../pivot/state/view-fields.ts";
import { useExplorer } from "../explorer-context.ts";
import { Action } from "../parts/Action.tsx";
import { useExpansion } from "./use-expansion.ts";

interface Props {
  axes: readonly Axis[];
}

/** Opens axes down to a level, after a question where that would be much. */
export default function OpenLevels({ axes }: Props) {
  const { plan } = useExplorer();
  const { estimate, ask, confirm, cancel } = useExpansion();
  return (
    <>
      {axes.map(
        (axis) =>
          plan[axis].levels.length > 1 && (
            <div key={axis}>
              <div className="panel-title">{`Open ${axis} down to`}</div>
              {plan[axis].levels.map(({ dimension }, index) => (
                <Action
                  key={dimension.name}
                  onClick={() => void ask(axis, index + 1)}
                >
                  {dimension.title}
                </Action>
              ))}
            </div>
          ),
      )}
      {estimate !== undefined && (
        <div className="panel-section" role="alert">
          <p className="panel-note">{estimate.text}</p>
          {estimate.confirm && (
            <>
              <Action onClick={confirm}>Open them all</Action>
              <Action onClick={cancel}>Leave it</Action>
            </>
          )}
        </div>
      )}
    </>
  );
}
