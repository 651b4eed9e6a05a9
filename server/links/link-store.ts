import { createHash, randomUUID } from "node:crypto";
import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { errorMessage, ServiceError } from "../../base/errors.ts";

/** How much may be kept. */
export interface LinkLimits {
  links: number;
  /** Bytes of all texts together. */
  totalBytes: number;
  /** Bytes of one text in UTF-8. */
  bytes: number;
}

export const LINK_LIMITS: LinkLimits = {
  links: 100_000,
  totalBytes: 256 * 2 ** 20,
  bytes: 64 * 2 ** 10,
};

const ID_LENGTH = 12;
/** What keeps a path inside the folder, too. */
const ID = /^[\w-]{12}$/;
const UNFINISHED = ".tmp";

/** The same text has the same id: the first 12 base64url characters of its SHA-256. */
export const linkId = (search: string): string =>
  createHash("sha256").update(search).digest("base64url").slice(0, ID_LENGTH);

interface Used {
  links: number;
  bytes: number;
}

/** Texts by a short id, one file each. One process writes to a folder. */
export class LinkStore {
  readonly #folder: string;
  readonly #limits: LinkLimits;
  readonly #writing = new Map<string, Promise<void>>();
  #used: Promise<Used> | undefined;

  constructor(folder: string, limits = LINK_LIMITS) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /**
   * Keeps a text; once more does nothing.
   *
   * @returns its id
   * @throws ServiceError `bad-link`, `link-too-long` (413), `link-taken` (409),
   *   `links-full` or `links-unwritable` (507)
   */
  async keep(search: unknown): Promise<string> {
    const text = checked(search, this.#limits.bytes);
    const id = linkId(text);
    const used = await this.#usage();
    // Whoever comes while it is written finds it when it is.
    await this.#writing.get(id);
    const kept = await this.#read(id);
    if (kept === text) return id;
    if (kept !== undefined) throw taken(id);
    let writing = this.#writing.get(id);
    if (writing === undefined) {
      writing = this.#write(id, text, used).finally(() =>
        this.#writing.delete(id),
      );
      this.#writing.set(id, writing);
    }
    await writing;
    return id;
  }

  /** @throws ServiceError `link-unknown` (404) */
  async find(id: string): Promise<string> {
    const text = ID.test(id) ? await this.#read(id) : undefined;
    // A file that was changed or cut is no link.
    if (text === undefined || linkId(text) !== id) throw unknownLink(id);
    return text;
  }

  async #read(id: string): Promise<string | undefined> {
    try {
      return await readFile(join(this.#folder, id), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  async #write(id: string, text: string, used: Used): Promise<void> {
    const size = Buffer.byteLength(text);
    assertRoom(used, size, this.#limits);
    used.links += 1;
    used.bytes += size;
    const unfinished = join(this.#folder, `${randomUUID()}${UNFINISHED}`);
    try {
      await writeFile(unfinished, text, { mode: 0o600, flush: true });
      await rename(unfinished, join(this.#folder, id));
    } catch (cause) {
      used.links -= 1;
      used.bytes -= size;
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw unwritable(cause);
    }
  }

  /** Counted once, then kept up to date. */
  #usage(): Promise<Used> {
    this.#used ??= usageOf(this.#folder).catch((cause: unknown) => {
      this.#used = undefined;
      throw unwritable(cause);
    });
    return this.#used;
  }
}

/** What a folder holds, which is made if there is none; removes what a crash left. */
async function usageOf(folder: string): Promise<Used> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const used: Used = { links: 0, bytes: 0 };
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.endsWith(UNFINISHED)) {
      await rm(path, { force: true });
    } else if (ID.test(name)) {
      used.links += 1;
      used.bytes += (await stat(path)).size;
    }
  }
  return used;
}

function checked(search: unknown, maxBytes: number): string {
  if (typeof search !== "string" || search === "") {
    throw new ServiceError("bad-link", "a link needs a text: search", {
      hint: 'send {"search": "?view=…"} as application/json',
    });
  }
  const bytes = Buffer.byteLength(search);
  if (bytes > maxBytes) {
    throw new ServiceError(
      "link-too-long",
      `search has ${bytes} bytes; at most ${maxBytes} are kept`,
      { status: 413, hint: "export the view as a file instead" },
    );
  }
  if (Buffer.from(search).toString() !== search) {
    throw new ServiceError(
      "bad-link",
      "search has half of a surrogate pair: it is no text",
      { hint: "send it as encodeURIComponent writes it" },
    );
  }
  return search;
}

function assertRoom(used: Used, size: number, limits: LinkLimits): void {
  const { links, totalBytes } = limits;
  if (used.links < links && used.bytes + size <= totalBytes) return;
  throw new ServiceError(
    "links-full",
    `no room for another link: ${used.links} of ${links} links, ${used.bytes} of ${totalBytes} bytes are in use`,
    {
      status: 507,
      hint: "share the long address; the operator may remove old files below DATA_DIR/links and restart",
    },
  );
}

const unknownLink = (id: string) =>
  new ServiceError(
    "link-unknown",
    ID.test(id)
      ? `no link ${id} is known here`
      : `a link's id has ${ID_LENGTH} letters, digits, - or _`,
    {
      status: 404,
      hint: "ask whoever sent it for the long address: a link lasts as long as the server's DATA_DIR",
    },
  );

const taken = (id: string) =>
  new ServiceError("link-taken", `another text has the id ${id}`, {
    status: 409,
    hint: "share the long address",
  });

const unwritable = (cause: unknown) =>
  new ServiceError(
    "links-unwritable",
    `short links cannot be stored: ${errorMessage(cause)}`,
    {
      status: 507,
      hint: "the operator makes DATA_DIR/links writable, or room on its disk",
      cause,
    },
  );
