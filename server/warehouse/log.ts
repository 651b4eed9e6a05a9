/** Where the warehouse says what happens while it runs. */
export interface WarehouseLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Says nothing. */
export const SILENT: WarehouseLog = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** One line per message on stderr, with its level. */
export const STDERR: WarehouseLog = {
  info: (message) => write("info", message),
  warn: (message) => write("warn", message),
  error: (message) => write("error", message),
};

const write = (level: string, message: string) =>
  process.stderr.write(`${level}: ${message}\n`);
