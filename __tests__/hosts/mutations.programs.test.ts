import { onLinux } from "../tiers/on-linux";
import { findings } from "./findings";
import { copyOfHive, edit, hiveWith } from "./hive";

// What findings() would let through is no test: each mistake here must be found.
const MISTAKES: readonly (readonly [what: string, file: string, from: string, to: string, found: RegExp])[] = [
  [
    "a misspelled unit key",
    "hosts/modules/backend.nix",
    "TimeoutStopSec =",
    "TimeoutStoppSec =",
    /Unknown key (name )?'TimeoutStoppSec'/,
  ],
  [
    "a value that systemd does not know",
    "hosts/modules/frontend.nix",
    'Type = "exec"',
    'Type = "exceq"',
    /Failed to parse service type/,
  ],
  [
    "a misspelled option",
    "hosts/modules/backend.nix",
    "bindsTo = [",
    "bindTo = [",
    /option `systemd\.services\.cartographer-backend\.bindTo' does not exist/,
  ],
  [
    "a port opened to the backend",
    "hosts/modules/nginx.nix",
    "allowedTCPPorts = [ 443 ]",
    "allowedTCPPorts = [ 443 8080 ]",
    /take them out of networking\.firewall\.allowedTCPPorts/,
  ],
  [
    "another port opened",
    "hosts/modules/base.nix",
    "networking.firewall.enable = true;",
    "networking.firewall.enable = true; networking.firewall.allowedTCPPorts = [ 80 ];",
    /opens 22 and 80 and 443/,
  ],
  [
    "a mount dependency removed",
    "hosts/modules/backend.nix",
    "bindsTo = [ mountUnit ];",
    "",
    /lacks BindsTo=mnt-efs\.mount/,
  ],
  [
    "the mount's order removed",
    "hosts/modules/backend.nix",
    '      after = [\n        "network-online.target"\n        mountUnit\n',
    '      after = [\n        "network-online.target"\n',
    /lacks \/\^After=/,
  ],
  [
    "the guard against the local disk removed",
    "hosts/modules/backend.nix",
    "unitConfig.AssertPathIsMountPoint = mountPoint;",
    "",
    /lacks AssertPathIsMountPoint=\/mnt\/efs/,
  ],
  [
    "the environment read",
    "hosts/modules/secrets/deployment-keys.nix",
    '"secrets/${environment}/${originKey}.pem"',
    '"${builtins.getEnv "PWD"}/secrets/${environment}/${originKey}.pem"',
    /deployment-keys\.nix reads the machine it is evaluated on: getEnv/,
  ],
  [
    "a key through the store",
    "hosts/modules/secrets/deployment-keys.nix",
    "    destDir = uploads;",
    "    destDir = uploads; text = builtins.readFile ./deployment-keys.nix;",
    /goes through the Nix store/,
  ],
  [
    "a key that others may read",
    "hosts/modules/secrets/deployment-keys.nix",
    'permissions = "0600";',
    'permissions = "0644";',
    /is not root's alone/,
  ],
  [
    "a service let loose",
    "hosts/modules/backend.nix",
    "import ../lib/hardening.nix //",
    "",
    /exposure of cartographer-backend\.service is [4-9]/,
  ],
  [
    "a service that is retried stopped before a deploy",
    "hosts/modules/frontend.nix",
    "stopIfChanged = false;",
    "",
    /cartographer-frontend\.service is retried, but stopped/,
  ],
  [
    "a service that nobody waits for",
    "hosts/modules/secrets/deployment-keys.nix",
    'units = keyUnits ++ [ "cartographer-secrets.service" ];',
    'units = keyUnits ++ [ "cartographer-secret.service" ];',
    /nobody has the unit cartographer-secret\.service/,
  ],
  ["a soft mount", "hosts/modules/efs.nix", '"hard"', '"soft"', /the mount has the options .*soft/],
];

const FETCHING = "hosts/modules/secrets/secrets-manager.nix";
const FETCHING_MISTAKES: typeof MISTAKES = [
  ["a misspelled key of a socket", FETCHING, "Accept = true;", "Acept = true;", /Unknown key (name )?'Acept'/],
  [
    "one service for all connections",
    FETCHING,
    "Accept = true;",
    "",
    /cartographer-environment\.socket lacks Accept=true/,
  ],
  [
    "a misspelled key of a template",
    FETCHING,
    "StandardError =",
    "StanderdError =",
    /Unknown key (name )?'StanderdError'/,
  ],
  ["what goes wrong told to who asked", FETCHING, 'StandardError = "journal";', "", /lacks StandardError=journal/],
  ["a socket for everybody", FETCHING, '"0600"', '"0666"', /cartographer-origin-key\.socket lacks SocketMode=0600/],
  [
    "a socket without its service",
    FETCHING,
    '"cartographer-environment@" =',
    '"cartographer-environments@" =',
    /service cartographer-environment@\S+ not loaded, socket cannot be started/,
  ],
  [
    "variables that nobody loads",
    FETCHING,
    'LoadCredential = "environment:',
    'LoadCredential = "env:',
    /does not get the variables/,
  ],
  [
    "a start without the launcher",
    FETCHING,
    'launcher = [ (script "with-environment") ];',
    "",
    /does not get the variables/,
  ],
  [
    "the role's credentials for a service",
    "hosts/modules/frontend.nix",
    "import ../lib/hardening.nix //",
    'removeAttrs (import ../lib/hardening.nix) [ "IPAddressDeny" ] //',
    /cartographer-frontend\.service lacks .*169/,
  ],
  [
    "a fetch let loose",
    FETCHING,
    'removeAttrs (import ../../lib/hardening.nix) [ "IPAddressDeny" ] //',
    "",
    /exposure of cartographer-environment@\.service is [4-9]/,
  ],
];

onLinux.each(FETCHING_MISTAKES)("%s is found", async (_, file, from, to, found) => {
  const root = hiveWith("secrets-manager");
  edit(root, file, from, to);
  expect((await findings(root, "prod")).join("\n")).toMatch(found);
});

onLinux.each(MISTAKES)("%s is found", async (_, file, from, to, found) => {
  const root = copyOfHive();
  edit(root, file, from, to);
  expect((await findings(root, "prod")).join("\n")).toMatch(found);
});
