// Keeps the stacks that files share in the process of the test run: each starts
// when the first file asks for it, and ends with the run.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { isSharedName, SHARED, type SharedName } from "./shared-stacks.ts";
import { startStack, type Stack } from "./stack.ts";

export default async function setup(project: TestProject) {
  const stacks = new Map<SharedName, Promise<Stack>>();
  const stackOf = (name: SharedName) => {
    const known = stacks.get(name) ?? startStack(SHARED[name]);
    stacks.set(name, known);
    return known;
  };
  const answerTo = async (name: string): Promise<[number, string]> => {
    if (!isSharedName(name)) return [404, `no shared stack ${name}`];
    try {
      // Functions are left out: nobody stops what others use.
      return [200, JSON.stringify(await stackOf(name))];
    } catch (error) {
      return [500, error instanceof Error ? error.message : String(error)];
    }
  };
  const server = createServer((request, response) => {
    void answerTo((request.url ?? "/").slice(1)).then(([status, body]) =>
      response.writeHead(status).end(body),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  project.provide("stackKeeper", `http://127.0.0.1:${port}`);
  return async () => {
    server.closeAllConnections();
    server.close();
    for (const stack of await Promise.allSettled(stacks.values())) {
      if (stack.status === "fulfilled") await stack.value.stop();
    }
  };
}
