import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  // .render is of the tests, which may run meanwhile.
  { ignores: ["node_modules/", ".render/", "eslint.config.mjs"] },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      curly: "error",
      eqeqeq: "error",
      "no-duplicate-imports": "error",
      "no-restricted-imports": [
        "error",
        {
          // import() is another matter: Node wants whole names there.
          patterns: [
            { regex: "^\\..*\\.js$", message: "Leave the extension out." },
            { regex: "^\\..+/index$", message: "Name the folder." },
          ],
        },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/explicit-member-accessibility": ["error", { accessibility: "no-public" }],
      "@typescript-eslint/no-non-null-assertion": "error",
    },
  },
  {
    // Resources are recorded with the types of the engine, JSON-like: some 670 places would name a type to check nothing.
    files: ["test/**"],
    rules: {
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    // Plain JavaScript, whose types tsc checks.
    files: ["**/*.js"],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ["**/*.js"],
    rules: { "@typescript-eslint/no-require-imports": "off", "no-undef": "off" },
  },
  {
    files: ["test/support/**", "test/e2e/**"],
    rules: { "@typescript-eslint/no-explicit-any": "off" },
  },
);
