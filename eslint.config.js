import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

/** Forbids imports from the named top-level folders: data flows one way. */
const noImportFrom = (...folders) => [
  "error",
  {
    patterns: [
      {
        group: folders.flatMap((folder) => [
          `**/${folder}/**`,
          `../${folder}`,
          `../../${folder}`,
        ]),
        message:
          "imports flow one way: base <- generator, base <- server, web talks HTTP only",
      },
    ],
  },
];

const noProcessEnv = [
  "error",
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: "read the environment in config.ts only",
  },
];

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      "web/dist/",
      "web/dist-embed/",
      ".lookthrough/",
      "data/",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.json", "./web/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  {
    files: ["**/*.{js,cjs,mjs}"],
    languageOptions: { globals: globals.node },
  },
  {
    files: ["base/**/*.ts"],
    rules: {
      "no-restricted-imports": noImportFrom("generator", "server", "web"),
      "no-restricted-syntax": noProcessEnv,
    },
  },
  {
    files: ["generator/**/*.ts"],
    ignores: ["generator/config.ts"],
    rules: { "no-restricted-syntax": noProcessEnv },
  },
  {
    files: ["generator/**/*.ts"],
    rules: { "no-restricted-imports": noImportFrom("server", "web") },
  },
  {
    files: ["server/**/*.ts"],
    ignores: ["server/config.ts"],
    rules: { "no-restricted-syntax": noProcessEnv },
  },
  {
    files: ["server/**/*.ts"],
    rules: { "no-restricted-imports": noImportFrom("generator", "web") },
  },
  {
    files: ["web/src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    languageOptions: { globals: globals.browser },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // It only says what the React compiler would leave alone; there is none.
      "react-hooks/incompatible-library": "off",
      "no-restricted-imports": noImportFrom("server", "generator", "base"),
    },
  },
);
