import type { Answer, Row } from "../../../../web/src/pivot/answer.ts";

export const answerFixture = (
  rows: Row[],
  overrides: Partial<Answer> = {},
): Answer => ({
  rows,
  rollups: [],
  refreshedAt: undefined,
  total: undefined,
  milliseconds: 5,
  arrivedAt: 0,
  ...overrides,
});
