/** Hands a text to the browser as a file to save. */
export function saveCsv(name: string, text: string): void {
  // The mark tells spreadsheets that the text is UTF-8.
  const file = new Blob(["\uFEFF", text], { type: "text/csv;charset=utf-8" });
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
