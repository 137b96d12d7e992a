/** A signal that aborts when a person or a supervisor ends this process, so that its children end first. */
export function interruptSignal(): AbortSignal {
  const interrupt = new AbortController();
  const signals = ["SIGINT", "SIGTERM"] as const;
  signals.forEach((signal) => process.on(signal, () => interrupt.abort()));
  return interrupt.signal;
}
