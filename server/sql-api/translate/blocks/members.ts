import type { Node } from "@pgsql/types";
import type { Table, TableColumn } from "../../tables.ts";
import { as, cast, column, names, nullConst } from "../tree/ast.ts";

export type Member = TableColumn & { table: Table };
export type Dimension = Extract<Member, { kind: "dimension" }>;
export type Measure = Extract<Member, { kind: "measure" }>;

/** No name of SQL has this character, so nothing a client writes looks like it. */
const MARK = "\0member";

/**
 * Columns of tables of the model as they stand in expressions: references whose
 * qualifier no statement can write.
 */
export class Members {
  readonly #list: Member[] = [];

  reference(table: Table, tableColumn: TableColumn, location?: number): Node {
    let place = this.#list.findIndex(
      (member) => member.table === table && member.name === tableColumn.name,
    );
    if (place < 0) {
      place = this.#list.push({ ...tableColumn, table }) - 1;
    }
    const reference = as(column(MARK, String(place)), "ColumnRef")!;
    return {
      ColumnRef:
        location === undefined ? reference : { ...reference, location },
    };
  }

  of(node: Node | undefined): Member | undefined {
    const [mark, place] = names(as(node, "ColumnRef")?.fields);
    return mark === MARK ? this.#list[Number(place)] : undefined;
  }

  dimension(node: Node | undefined): Dimension | undefined {
    const member = this.of(node);
    return member?.kind === "dimension" ? member : undefined;
  }

  measure(node: Node | undefined): Measure | undefined {
    const member = this.of(node);
    return member?.kind === "measure" ? member : undefined;
  }
}

/** Names of types in the catalog of Postgres. */
export const TYPE_NAMES = {
  int8: "int8",
  float8: "float8",
  text: "text",
  timestamp: "timestamp",
  bool: "bool",
} as const;

/** What `SELECT *` has for columns that only filters can use. */
export const unknownValue = ({ type }: TableColumn): Node =>
  cast(nullConst, TYPE_NAMES[type]);
