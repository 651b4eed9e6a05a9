/** Rows as aligned text; numbers to the right. */
export function textTable(rows: (string | number)[][]): string {
  const cells = rows.map((row) =>
    row.map((cell) =>
      typeof cell === "number" ? cell.toLocaleString("en-US") : cell,
    ),
  );
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  return cells
    .map((row, index) =>
      row
        .map((cell, column) =>
          typeof rows[index]?.[column] === "number"
            ? cell.padStart(widths[column] ?? 0)
            : cell.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
