/** Ports as a rule of a NetworkPolicy has them. */
interface RulePorts {
  protocol?: string | undefined;
  port?: number | string | undefined;
  endPort?: number | undefined;
}

/** Whether a port is among those of a rule. Names of ports are those of containers, which may have any. */
export function holdsPort(
  { protocol = "TCP", port: first, endPort }: RulePorts,
  port: number,
  wanted = "TCP",
): boolean {
  const isHere = typeof first !== "number" || (first <= port && port <= (endPort ?? first));
  return protocol === wanted && isHere;
}
