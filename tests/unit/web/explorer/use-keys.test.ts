import { describe, expect, it } from "vitest";
import { isTyping } from "../../../../web/src/explorer/use-keys.ts";

const input = (type: string, readOnly = false) => ({
  tagName: "INPUT",
  isContentEditable: false,
  type,
  readOnly,
});
const other = (tagName: string, isContentEditable = false) => ({
  tagName,
  isContentEditable,
});

describe("isTyping(target)", () => {
  it.each([
    ["a search", input("search"), true],
    ["a number", input("number"), true],
    ["a text area", other("TEXTAREA"), true],
    ["an editor", other("DIV", true), true],
    ["a drop-down list that cannot be searched", input("text", true), false],
    ["a radio button", input("radio"), false],
    ["a checkbox", input("checkbox"), false],
    ["a button", other("BUTTON"), false],
    ["a list of the browser", other("SELECT"), false],
  ])("tells whether a key writes into %s", (_, target, expected) => {
    expect(isTyping(target)).toBe(expected);
  });
});
