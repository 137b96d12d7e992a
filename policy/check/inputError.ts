/** What the caller gave is wrong; the message is one sentence for the person who must change it. */
export class InputError extends Error {}
