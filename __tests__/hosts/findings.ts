import fs from "node:fs";
import path from "node:path";
import { describeError } from "../../common/errors";
import { evaluateHive, type NodeReport } from "../../rehearsal/hive/hive";
import { type Details, detailsOf, temporaryFolder, tool } from "./hive";

/** How exposed a service may be, as `systemd-analyze security` counts: 0 is nothing at all, 10 anything goes. */
const EXPOSURE: Readonly<Record<string, number>> = {
  "cartographer-backend.service": 1.5,
  "cartographer-environment@.service": 1.5,
  "cartographer-frontend.service": 1.7,
  "cartographer-origin-key@.service": 1.5,
  "cartographer-retry.service": 1.5,
  "cartographer-secrets.service": 1.5,
};

const MOUNT_OPTIONS = "nfsvers=4.1,rsize=1048576,wsize=1048576,hard,timeo=600,retrans=2,_netdev";

/**
 * Everything that is wrong with a host of the hive below `root`: what must hold for every host, whatever its
 * environment.
 */
export async function findings(root: string, environment: string): Promise<string[]> {
  let node: NodeReport | undefined;
  let details: Details;
  try {
    [node] = await evaluateHive(root, [environment]);
    details = await detailsOf(root, environment);
  } catch (error) {
    return [describeError(error)];
  }
  const unit = (name: string) => details.unitFiles[name] ?? "";
  const units = writeUnits(details);
  return [
    ...demand(
      JSON.stringify(node?.openPorts) === "[22,443]",
      `the firewall opens ${node?.openPorts.join(" and ")}, not 22 and 443`,
    ),
    ...demand(
      node?.mountOptions.join(",") === MOUNT_OPTIONS,
      `the mount has the options ${node?.mountOptions.join(",")}`,
    ),
    ...lacking("cartographer-backend.service", unit("cartographer-backend.service"), [
      "BindsTo=mnt-efs.mount",
      /^After=.*\bmnt-efs\.mount\b/m,
      "AssertPathIsMountPoint=/mnt/efs",
      /^ExecStartPre=\+\/nix\/store\/\S+\/bin\/chown cartographer:cartographer \/mnt\/efs$/m,
      "ReadWritePaths=/mnt/efs",
      'Environment="M36_DATA_PATH=/mnt/efs/m36-data"',
      "SocketBindAllow=tcp:8080",
      "KillSignal=SIGINT",
      /^ExecStartPost=\S+ --fail http:\/\/127\.0\.0\.1:8080\/health$/m,
    ]),
    ...lacking("cartographer-retry.service", unit("cartographer-retry.service"), [
      new RegExp(`^ExecStart=\\S+/bin/systemctl start --no-block ${details.services.join(" ")}$`, "m"),
    ]),
    ...lacking("cartographer-frontend.service", unit("cartographer-frontend.service"), [
      /^After=.*\bcartographer-backend\.service\b/m,
      'Environment="HASKELL_BACKEND_URL=http://localhost:8080"',
      'Environment="HOSTNAME=127.0.0.1"',
      'Environment="PORT=3000"',
      "SocketBindAllow=tcp:3000",
    ]),
    // Stopped before a deploy, a unit that is retried would come back as it was before.
    ...details.services
      .filter((name) => !details.restartedInOneStep.includes(name.replace(".service", "")))
      .map((name) => `${name} is retried, but stopped before a deploy`),
    ...Object.entries(details.deployment.keys).flatMap(([name, key]) => [
      ...demand(key.keyFile === null && key.text === null, `the key ${name} goes through the Nix store`),
      ...demand(![key.path, ...key.keyCommand].join(" ").includes("/nix/store"), `the key ${name} names a store path`),
      ...demand(
        `${key.user}:${key.group} ${key.permissions}` === "root:root 0600",
        `the key ${name} is not root's alone`,
      ),
    ]),
    ...impurities(root),
    ...verified(units),
    ...Object.keys(details.unitFiles)
      .filter((name) => name.endsWith(".service"))
      .flatMap((name) => {
        const exposure = exposureOf(path.join(units, name));
        const most = EXPOSURE[name] ?? 0;
        return demand(exposure <= most, `the exposure of ${name} is ${exposure}, more than ${most}`);
      }),
    ...secretsFindings(details),
  ];
}

/** What must hold for the secrets, whichever way they come. */
function secretsFindings({ unitFiles, secrets, deployment, nginxService }: Details): string[] {
  const services = ["cartographer-backend.service", "cartographer-frontend.service"];
  const known = [...Object.keys(unitFiles), ...Object.keys(deployment.keys).map((name) => `${name}-key.service`)];
  const lines = (name: string) => (unitFiles[name] ?? "").split("\n");
  const fetches = Object.keys(unitFiles).filter((name) => name.endsWith("@.service"));
  return [
    ...services.flatMap((name) => {
      const fromFile = secrets.environmentFiles.some((file) => lines(name).includes(`EnvironmentFile=${file}`));
      const fromCredential =
        lines(name).some((line) => line.startsWith("LoadCredential=environment:/")) &&
        lines(name).some((line) => line.startsWith(`ExecStart=${secrets.launcher[0]} `));
      return demand(fromFile !== fromCredential, `${name} does not get the variables in one way`);
    }),
    ...services.flatMap((name) =>
      secrets.units.flatMap((wanted) =>
        ["After", "Wants"].flatMap((key) =>
          lacking(name, unitFiles[name] ?? "", [new RegExp(`^${key}=.*${wanted.replace(".", "\\.")}`, "m")]),
        ),
      ),
    ),
    ...secrets.units.flatMap((wanted) => demand(known.includes(wanted), `nobody has the unit ${wanted}`)),
    ...demand(
      nginxService?.LoadCredential === `origin-key:${secrets.originKeyFile}`,
      `nginx loads ${nginxService?.LoadCredential}, not the origin key`,
    ),
    // The role's credentials are for those who fetch; what they say must not go where the secret goes.
    ...Object.keys(unitFiles)
      .filter((name) => name.endsWith(".service") && !fetches.includes(name))
      .flatMap((name) => lacking(name, unitFiles[name] ?? "", [/^IPAddressDeny=(any|169\.254\.169\.254\/32)$/m])),
    ...fetches.flatMap((name) =>
      lacking(name, unitFiles[name] ?? "", ["StandardOutput=socket", "StandardError=journal"]),
    ),
    ...Object.keys(unitFiles)
      .filter((name) => name.endsWith(".socket"))
      .flatMap((name) =>
        lacking(name, unitFiles[name] ?? "", ["Accept=true", "SocketMode=0600", "DirectoryMode=0700"]),
      ),
  ];
}

function demand(holds: boolean, otherwise: string): string[] {
  return holds ? [] : [otherwise];
}

function lacking(name: string, text: string, wanted: readonly (string | RegExp)[]): string[] {
  const has = (one: string | RegExp) => (typeof one === "string" ? text.split("\n").includes(one) : one.test(text));
  return wanted.filter((one) => !has(one)).map((one) => `${name} lacks ${one}`);
}

/**
 * What reads the machine that evaluates. In pure evaluation getEnv answers "" without a word, so it would be wrong, not
 * refused.
 */
export function impurities(root: string): string[] {
  const files = fs.readdirSync(path.join(root, "hosts"), { recursive: true, encoding: "utf8" });
  return ["flake.nix", ...files.map((file) => path.join("hosts", file))]
    .filter((file) => file.endsWith(".nix"))
    .flatMap((file) => {
      const code = fs.readFileSync(path.join(root, file), "utf8").replace(/#.*/g, "");
      const found = /getEnv|currentSystem|currentTime|<nixpkgs|storePath/.exec(code);
      return found ? [`${file} reads the machine it is evaluated on: ${found[0]}`] : [];
    });
}

/** The unit files in a folder, as systemd reads them; programs that only a host has are replaced by one that exists. */
function writeUnits({ unitFiles }: Details): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(unitFiles)) {
    const here = text
      .replace(/^WorkingDirectory=.*$/m, "WorkingDirectory=/")
      .replace(/^(Exec\w+=[+]?)\S+(.*)$/gm, "$1/bin/true$2");
    fs.writeFileSync(path.join(folder, name), here);
  }
  return folder;
}

/** What systemd says about the units: a misspelled key, an unknown value, a unit that nobody has. */
function verified(folder: string): string[] {
  const files = fs.readdirSync(folder).map((name) => path.join(folder, name));
  const { status, stdout, stderr } = tool("systemd-analyze", ["verify", "--man=no", ...files]);
  const lines = `${stdout}${stderr}`
    .split("\n")
    .filter((line) => line.includes(folder) || /\.(service|mount|target|path|socket|timer):/.test(line));
  return status === 0 || lines.length > 0 ? lines : [`systemd-analyze verify ended with ${status}: ${stderr}`];
}

function exposureOf(file: string): number {
  const { stdout, stderr } = tool("systemd-analyze", ["security", "--offline=true", "--no-pager", file]);
  const overall = /Overall exposure level for \S+ (\d+\.\d+)/.exec(stdout);
  if (!overall) throw new Error(`systemd-analyze security says nothing of ${file}: ${stderr}`);
  return Number(overall[1]);
}
