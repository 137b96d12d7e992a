/** What its reader must put right: one sentence that says what is wrong, where, and what to write instead. */
export class UserError extends Error {
  /** By this mark of its own RunError, Pulumi shows the sentence without a stack trace. */
  readonly __pulumiRunError = true;
}
