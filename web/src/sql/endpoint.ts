import { storedToken } from "../api/client.ts";
import type { SqlEndpoint } from "./stream.ts";

const API_URL = "/cubejs-api/v1";

/** The API of the server that sent this page, with the token of the moment. */
export const currentEndpoint = (): SqlEndpoint => ({
  url: API_URL,
  token: storedToken(),
});
