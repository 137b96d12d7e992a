import type { Settings } from "./options";

/** What decides how the pods of an API serve, and how they end. */
export type ServerSettings = Pick<Settings, "apiTimeout" | "gracePeriod" | "resources" | "workers">;
