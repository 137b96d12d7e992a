/** A claim that needs a volume. */
export interface Claim {
  /** Namespace and name, as a volume's reservation names them. */
  id: string;
  bytes: number;
}

/** A volume that a claim may get. */
export interface Volume {
  bytes: number;
  /** Node to which it belongs; undefined for a volume that is reached from several. */
  node: string | undefined;
  /** The only claim that may get it; undefined for any. */
  reservedFor: string | undefined;
}

/**
 * The claims that get no volume, when the volumes are given out as well as possible: a claim takes the volume that is
 * reserved for it, any other the smallest free one that will do.
 */
export function unservedClaims(claims: readonly Claim[], volumes: readonly Volume[]): Claim[] {
  const reserved = new Map(volumes.map((volume) => [volume.reservedFor, volume]));
  const free = volumes.filter(({ reservedFor }) => reservedFor === undefined).sort(bySize);
  // What is too small for a claim is too small for all later ones, which are larger.
  let next = 0;
  return [...claims].sort(bySize).filter((claim) => {
    const own = reserved.get(claim.id);
    if (own !== undefined) {
      return own.bytes < claim.bytes;
    }
    while (next < free.length && (free[next]?.bytes ?? 0) < claim.bytes) {
      next++;
    }
    return next++ >= free.length;
  });
}

/** Counts the nodes on which claims can get one of the volumes. */
export function nodeCounter(volumes: readonly Volume[]): (claims: readonly Claim[]) => number {
  const isFree = ({ reservedFor }: Volume) => reservedFor === undefined;
  const free = new Set(volumes.filter(isFree).map(({ node }) => node));
  const reserved = new Map(volumes.map(({ reservedFor, node }) => [reservedFor, node]));
  return (claims) => {
    const own = new Set(claims.map(({ id }) => reserved.get(id)));
    return [...own].filter((node) => node !== undefined && !free.has(node)).length + free.size;
  };
}

function bySize(a: { bytes: number }, b: { bytes: number }): number {
  return a.bytes - b.bytes;
}
