import { spawn } from "node:child_process";
import { Duplex } from "node:stream";
import { connect } from "node:tls";
import { UserError } from "../common/errors";
import type { Environment } from "../config";
import { childEnvironment } from "../programs/environment";
import { findSsh, sshArguments } from "./ssh";

/** How long a host may take to answer, in milliseconds: an SSM session takes some seconds to open. */
const PATIENCE = 60_000;

/**
 * The certificate that nginx on an environment's host shows, DER. Asked through SSH and not over the network: the host
 * lets nobody but Cloudflare talk to port 443. The certificate is not judged here.
 * @throws UserError when the host is not reached or nothing there speaks TLS.
 */
export async function servedCertificate(root: string, environment: Environment): Promise<Buffer> {
  const args = ["-W", "127.0.0.1:443", ...sshArguments(environment)];
  const ssh = spawn(findSsh(), args, { cwd: root, env: childEnvironment(), stdio: ["pipe", "pipe", "inherit"] });
  const refuse = (problem: string) =>
    new UserError(
      `${environment.workspace} shows no certificate: ${problem}.`,
      `ssh ${sshArguments(environment).join(" ")} systemctl status nginx`,
    );
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      const stream = Duplex.from({ readable: ssh.stdout, writable: ssh.stdin });
      // Several of these speak up when ssh ends early, one after the other: the first is heard.
      for (const end of [stream, ssh.stdin, ssh.stdout]) {
        end.on("error", () => reject(refuse("the connection through ssh ended")));
      }
      const socket = connect({ socket: stream, servername: environment.domain, rejectUnauthorized: false });
      socket.setTimeout(PATIENCE, () => reject(refuse("it does not answer")));
      socket.once("secureConnect", () => resolve(socket.getPeerCertificate().raw));
      socket.on("error", (error) => reject(refuse(error.message)));
      ssh.on("error", (error) => reject(refuse(error.message)));
      ssh.once("exit", (code) => reject(refuse(`ssh ended with exit code ${code}`)));
    });
  } finally {
    ssh.kill();
  }
}
