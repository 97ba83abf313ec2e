import * as path from "node:path";
import { tidily } from "../cli/run";
import { rehearsalEnvironment } from "./environment";
import type { Layout } from "./layout";
import { type Lock, takeLock } from "./lock";
import { prepareProject } from "./project";
import { startLocalCloud } from "./provider/host";

/** A rehearsed project with the local cloud up. */
export interface Session {
  readonly layout: Layout;
  /** The environment in which commands find the local cloud, and nothing real. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs `work` in a prepared project with the local cloud up, and takes the cloud down whatever happens.
 * @throws UserError while another rehearsal runs, or for whatever stops its beginning.
 */
export function withSession<T>(layout: Layout, work: (session: Session) => Promise<T>): Promise<T> {
  return tidily(async () => {
    const lock = takeLock(layout.lock);
    try {
      await prepareProject(layout);
      return await withCloud(layout, lock, work);
    } finally {
      lock.release();
    }
  });
}

async function withCloud<T>(layout: Layout, lock: Lock, work: (session: Session) => Promise<T>): Promise<T> {
  const cloud = await startLocalCloud({
    stacksDirectory: layout.stacks,
    stateFile: layout.cloud,
    cacheDirectory: layout.schemas,
    nodeModules: path.join(layout.checkout, "node_modules"),
  });
  lock.noteSockets(cloud.socketDirectory);
  try {
    return await work({ layout, env: rehearsalEnvironment(layout, cloud.environment) });
  } finally {
    await cloud.close();
  }
}
