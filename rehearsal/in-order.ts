import { TFC_BOOTSTRAP } from "../config";

/**
 * Does the work of each stack: the bootstrap first, then the environments at the same time, which know nothing of each
 * other.
 * @returns the results, the bootstrap's first.
 * @throws what the first of `stacks` that failed has thrown, once all have ended: the local cloud must outlive every
 * Terraform.
 */
export async function eachInOrder<Result>(
  stacks: readonly string[],
  work: (stack: string) => Promise<Result>,
): Promise<readonly Result[]> {
  const bootstrap = stacks.filter((stack) => stack === TFC_BOOTSTRAP).map(work);
  await Promise.all(bootstrap);
  const infra = stacks.filter((stack) => stack !== TFC_BOOTSTRAP).map(work);
  await Promise.allSettled(infra);
  return Promise.all([...bootstrap, ...infra]);
}
