import { open } from "node:fs/promises";

/**
 * Writes so many bytes to a file, in pieces as the generator's: what is left of
 * generating CSV when nothing is generated.
 */
const [path = "", total = "0"] = process.argv.slice(2);
const piece = new Uint8Array(7_500_000).fill(48);
const file = await open(path, "w");
for (let left = Number(total); left > 0; left -= piece.length) {
  await file.write(piece, 0, Math.min(left, piece.length));
}
await file.close();
