import type { Field } from "../../model/field";

/** What the API server refuses about an object, and where. */
export interface Mistake {
  field: Field;
  message: string;
}
