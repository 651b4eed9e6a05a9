/** A column of a result, as a RowDescription carries it. */
export interface Column {
  name: string;
  /** 0 when it is no column of a table. */
  tableOid: number;
  columnNumber: number;
  typeOid: number;
  typeSize: number;
  typeModifier: number;
}

/** 0 is text, 1 is binary. */
export type Format = 0 | 1;

/** What a statement needs and gives. */
export interface Description {
  /** Types of $1, $2, … */
  parameterOids: number[];
  /** Undefined when the statement gives no rows. */
  columns: Column[] | undefined;
}

/** Values of a statement's parameters, and how its results shall be encoded. */
export interface Binding {
  /** As they came, null for NULL. */
  values: (Buffer | null)[];
  /** None: all text; one: for all; or one per parameter. */
  formats: Format[];
  /** The same for the columns of the result. */
  resultFormats: Format[];
}

/** Rows as DataRow messages, one after the other. */
export interface RowBatch {
  bytes: Buffer;
  /** Where each row ends in `bytes`. */
  ends: ArrayLike<number>;
}

export interface Notice {
  severity: "NOTICE" | "WARNING";
  code: string;
  message: string;
  hint?: string;
}
