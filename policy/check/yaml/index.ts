export { parseYaml, type Position, type YamlDocument } from "./document";
export type { Keys } from "./nodes";
