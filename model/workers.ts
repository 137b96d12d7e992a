import { heartbeatPrefix } from "./image";

/** What Glance runs in, in each pod. */
export interface Workers {
  processes: number;
  /** Threads that answer requests, in each process. */
  threads: number;
  /** Threads that run imports, in each process. */
  imports: number;
}

/** The workers of a pod unless a stack says otherwise. */
export const defaultWorkers: Workers = { processes: 2, threads: 4, imports: 4 };

/** Imports that one pod runs at a time; further ones wait. */
export function parallelImports({ processes, imports }: Workers): number {
  return processes * imports;
}

/** The heartbeat file of each process. */
export function heartbeatFiles({ processes }: Workers): string[] {
  return Array.from({ length: processes }, (_, i) => `${heartbeatPrefix}${i + 1}`);
}
