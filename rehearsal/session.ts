import * as fs from "node:fs";
import * as path from "node:path";
import { demandTemporaryFolder } from "../programs/demand-shell";
import { tidily } from "../programs/interruption";
import { rehearsalEnvironment } from "./environment";
import type { Layout } from "./layout";
import { type Lock, takeLock } from "./lock";
import { prepareProject } from "./project";
import { type LocalCloud, startLocalCloud } from "./provider/host";

/** A rehearsed project with the local cloud up. */
export interface Session {
  readonly layout: Layout;
  /** The environment in which commands find the local cloud, and nothing real. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs `work` in a prepared project with the local cloud up, and takes the cloud down whatever happens.
 * @param fresh whether cloud and states start from nothing, or as the last rehearsal left them.
 * @throws UserError while another rehearsal runs, or for whatever stops its beginning.
 */
export function withSession<T>(
  layout: Layout,
  { fresh }: { readonly fresh: boolean },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  return tidily(async () => {
    demandTemporaryFolder();
    const lock = takeLock(layout.lock);
    try {
      // Only with the lock in hand: another rehearsal may be at work in these files.
      if (fresh) startFromNothing(layout);
      const env = rehearsalEnvironment(layout);
      await prepareProject(layout, env);
      return await withCloud(layout, lock, (cloud) => work({ layout, env: { ...env, ...cloud.environment } }));
    } finally {
      lock.release();
    }
  });
}

/** Only ever what a rehearsal made; schemas depend on the bindings alone and stay. */
function startFromNothing({ project, cloud }: Layout): void {
  fs.rmSync(project, { recursive: true, force: true });
  fs.rmSync(cloud, { force: true });
}

async function withCloud<T>(layout: Layout, lock: Lock, work: (cloud: LocalCloud) => Promise<T>): Promise<T> {
  const cloud = await startLocalCloud({
    stacksDirectory: layout.stacks,
    stateFile: layout.cloud,
    cacheDirectory: layout.schemas,
    nodeModules: path.join(layout.checkout, "node_modules"),
  });
  lock.noteSockets(cloud.socketDirectory);
  try {
    return await work(cloud);
  } finally {
    await cloud.close();
  }
}
