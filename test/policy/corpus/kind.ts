import type { Input } from "./deployment";

/** Inputs of one kind: what must be refused, and what looks alike and is right. */
export interface Kind {
  title: string;
  wrong: readonly Input[];
  right: readonly Input[];
}
