import * as checks from "./checks";
import { type DeploymentSettings, makeDeployment } from "./deployment";
import { allApiTypes } from "./names";
import { networkPolicyProblem, type TrafficSettings } from "./networkPolicy";
import type { Settings } from "./options";

/** What may be known before everything is; what of it is not known yet is refused later. */
type KnownSettings = Pick<DeploymentSettings, "namespace" | "staging"> &
  Pick<Settings, "tls" | "quotas"> &
  TrafficSettings & {
    database: Parameters<typeof checks.databaseAdminProblem>[0] & { tls?: boolean | undefined };
    keystone: Parameters<typeof checks.credentialProblem>[0];
  };

/**
 * How values do not fit together, in one sentence with the remedy; undefined where they do.
 *
 * @param texts Lines of an operator's own by key.
 */
export function combinationProblem(
  { namespace, staging, database, keystone, tls, quotas, ...traffic }: KnownSettings,
  texts: Readonly<Record<string, string>> = {},
): string | undefined {
  return (
    checks.namespaceProblem(namespace) ??
    checks.sharedClassProblem(staging.storageClass) ??
    checks.databaseAdminProblem(database) ??
    checks.databaseTlsProblem(database.tls === true, tls) ??
    checks.routeCertificateProblem(traffic.expose, tls) ??
    checks.credentialProblem(keystone) ??
    networkPolicyProblem({ ...traffic, keystone }) ??
    checks.quotasProblem(quotas, keystone.adminPassword, texts)
  );
}

/** How the values of a stack do not fit together, all of which are known. */
export function settingsProblem(settings: Settings): string | undefined {
  const { localStorage, ceph, database, keystone, tls } = settings;
  const deployment = makeDeployment(settings);
  const own = allApiTypes.map((api) => [api, settings[api]] as const);
  const texts = Object.fromEntries([
    ["customServiceConfig", settings.customServiceConfig],
    ...own.map(([api, { customServiceConfig }]) => [
      `${api}.customServiceConfig`,
      customServiceConfig,
    ]),
  ]) as Record<string, string>;
  const pods = [
    ["pod", settings.pod] as const,
    ...own.map(([api, { pod }]) => [`${api}.pod`, pod] as const),
  ];
  return (
    (localStorage && checks.localStorageProblem(localStorage)) ??
    checks.volumesProblem(deployment) ??
    first(
      Object.entries(texts).map(([key, text]) => checks.customServiceConfigKeyProblem(key, text)),
    ) ??
    first(
      pods.map(([key, { nodeSelector }]) =>
        checks.nodeSelectorProblem(key, nodeSelector, localStorage),
      ),
    ) ??
    checks.publicUrlProblem(keystone.publicUrl, settings.expose?.host) ??
    checks.cephKeyProblem(ceph.key, ceph.generateKey) ??
    checks.databasePasswordProblem(database.password, database.generatePassword) ??
    checks.plainPublicUrlProblem(keystone.publicUrl, tls) ??
    checks.passwordProblem("keystone.password", keystone.password) ??
    checks.passwordProblem(
      "keystone.applicationCredentialSecret",
      keystone.applicationCredentialSecret,
    ) ??
    combinationProblem(settings, texts) ??
    checks.memoryProblem(settings.workers, settings.resources) ??
    first(
      own.map(([, { customServiceConfig }]) =>
        checks.workersProblem(deployment, settings.workers, [
          settings.customServiceConfig,
          customServiceConfig,
        ]),
      ),
    )
  );
}

function first(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}
