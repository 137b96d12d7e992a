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

/** The claims of pods that are alike, and which volumes these can use. */
export interface Claimant<V extends Volume = Volume> {
  claims: readonly Claim[];
  canUse: (volume: V) => boolean;
}

/**
 * The claims that get no volume, when the volumes are given out as well as possible: a claim takes the volume that is
 * reserved for it, any other the smallest free one that will do; who can use fewest volumes comes first.
 */
export function unservedClaims<V extends Volume>(
  claimants: readonly Claimant<V>[],
  volumes: readonly V[],
): ReadonlySet<Claim> {
  const reserved = new Map(volumes.map((volume) => [volume.reservedFor, volume]));
  const free = volumes.filter(({ reservedFor }) => reservedFor === undefined).sort(bySize);
  const taken = new Set<V>();
  const unserved = claimants
    .map(({ claims, canUse }) => ({ claims, canUse, candidates: free.filter(canUse) }))
    .sort((a, b) => a.candidates.length - b.candidates.length)
    .flatMap(({ claims, canUse, candidates }) => {
      // What is too small for a claim is too small for all later ones, which are larger.
      let next = 0;
      return [...claims].sort(bySize).filter((claim) => {
        const own = reserved.get(claim.id);
        if (own !== undefined) {
          return own.bytes < claim.bytes || !canUse(own);
        }
        let candidate = candidates[next];
        while (candidate !== undefined && (candidate.bytes < claim.bytes || taken.has(candidate))) {
          candidate = candidates[++next];
        }
        return candidate === undefined || taken.size === taken.add(candidate).size;
      });
    });
  return new Set(unserved);
}

/** On how many nodes claims can get one of the volumes. */
export function nodesFor<V extends Volume>(
  { claims, canUse }: Claimant<V>,
  volumes: readonly V[],
): number {
  const ids = new Set(claims.map(({ id }) => id));
  const usable = volumes.filter(
    (volume) => (volume.reservedFor === undefined || ids.has(volume.reservedFor)) && canUse(volume),
  );
  return new Set(usable.map(({ node }) => node)).size;
}

function bySize(a: { bytes: number }, b: { bytes: number }): number {
  return a.bytes - b.bytes;
}
