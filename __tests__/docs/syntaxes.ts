import type { Syntax } from "./arguments";

/** A program with verbs: what each takes, and what stands before the verb. */
export interface Verbs {
  readonly options?: string;
  readonly verbs: Readonly<Record<string, Syntax>>;
}

const many = (options: string): Syntax => ({ options, operands: [0, 99] });
const none = (options: string): Syntax => ({ options });
const one = (options: string): Syntax => ({ options, operands: [1, 1] });

/** https://github.com/zhaofengli/colmena, src/command: flags of 0.5, which 0.4 has too. */
const COLMENA = "-f= --config= --show-trace --impure --color=";
const DEPLOY =
  `${COLMENA} --on= --eval-node-limit= -p= --parallel= --keep-result -v --verbose --no-keys --reboot ` +
  `--no-substitute --no-gzip --build-on-target --force-replace-unknown-profiles --evaluator=`;

const colmena: Verbs = {
  options: COLMENA,
  verbs: {
    apply: { options: DEPLOY, operands: [0, 1] },
    build: none(DEPLOY),
    "upload-keys": none(DEPLOY),
    exec: { options: `${COLMENA} --on= -p= --parallel= -v --verbose`, operands: [0, 1], stopsAfter: 0 },
    eval: { options: `${COLMENA} -E= --instantiate`, operands: [0, 1] },
    repl: none(COLMENA),
    "nix-info": none(COLMENA),
  },
};

/** What `colmena apply` can do. */
export const GOALS = ["build", "push", "switch", "boot", "test", "dry-activate", "keys"];

/** cdktf-cli 0.21.0: `npx cdktf VERB --help`. */
const RUNS = "-a= --app= -o= --output= --var= --var-file= --no-color --skip-synth --skip-provider-lock";
const PLANS = `${RUNS} --refresh-only --terraform-parallelism= --migrate-state`;
const APPLIES =
  `${PLANS} --auto-approve --ignore-missing-stack-dependencies --parallelism= --outputs-file= ` +
  `--outputs-file-include-sensitive-outputs`;

const cdktf: Verbs = {
  options: "--version --help",
  verbs: {
    synth: { options: "-a= --app= -o= --output= --hcl", operands: [0, 0] },
    get: none("-o= --output= --force"),
    list: none("-a= --app= -o= --output="),
    diff: { options: PLANS, operands: [0, 1] },
    deploy: { options: APPLIES, operands: [0, 9] },
    destroy: { options: APPLIES, operands: [0, 9] },
    output: { options: `${RUNS} --outputs-file= --outputs-file-include-sensitive-outputs`, operands: [0, 9] },
  },
};

/** Terraform 1.11: `terraform VERB -help`. */
const STATE = "-lock= -lock-timeout= -no-color -ignore-remote-version";
const PLAN =
  "-destroy -refresh-only -refresh= -replace= -target= -var= -var-file= -compact-warnings -input= -lock= " +
  "-lock-timeout= -no-color -parallelism=";

const terraform: Verbs = {
  options: "-chdir= -version -help",
  verbs: {
    init: none("-backend= -backend-config= -input= -lock= -no-color -reconfigure -migrate-state -upgrade -lockfile="),
    validate: none("-json -no-color"),
    plan: none(`${PLAN} -detailed-exitcode -generate-config-out= -out= -json`),
    apply: { options: `${PLAN} -auto-approve -json`, operands: [0, 1] },
    import: { options: `${STATE} -config= -input= -var= -var-file=`, operands: [2, 2] },
    output: { options: "-json -raw -no-color", operands: [0, 1] },
    show: { options: "-json -no-color", operands: [0, 1] },
    login: { operands: [0, 1] },
    logout: { operands: [0, 1] },
    version: none("-json"),
    providers: many(""),
    "force-unlock": one("-force"),
    "state list": many("-id="),
    "state show": one("-no-color"),
    "state rm": { options: `${STATE} -dry-run`, operands: [1, 99] },
    "state mv": { options: `${STATE} -dry-run`, operands: [2, 2] },
    "state pull": none(""),
    "workspace list": none(""),
    "workspace show": none(""),
  },
};

const NIX =
  "--extra-experimental-features= --impure --accept-flake-config --offline --refresh --show-trace -L " +
  "--print-build-logs --override-input=";

const nix: Verbs = {
  options: `${NIX} --version`,
  verbs: {
    develop: { options: `${NIX} -c --command`, operands: [0, 1], stopsAfter: 1 },
    build: many(`${NIX} --no-link --out-link= --json`),
    eval: { options: `${NIX} --json --raw --apply= --expr= --file=`, operands: [0, 1] },
    run: { options: NIX, operands: [0, 1] },
    shell: many(`${NIX} -c --command`),
    fmt: many(NIX),
    "flake check": { options: `${NIX} --no-build --all-systems`, operands: [0, 1] },
    "flake lock": { options: `${NIX} --update-input=`, operands: [0, 1] },
    "flake metadata": { options: `${NIX} --json`, operands: [0, 1] },
    "flake show": { options: `${NIX} --json`, operands: [0, 1] },
    "flake update": many(NIX),
  },
};

const git: Verbs = {
  options: "--no-pager -C=",
  verbs: {
    add: many("-N --intent-to-add -A --all -p -f --force"),
    branch: many("-d -D --show-current -a"),
    checkout: many("-b= -q --quiet"),
    "rev-parse": many("--show-prefix --show-toplevel"),
    "check-ignore": many("-v -q"),
    clone: { options: "--depth=", operands: [1, 2] },
    config: many(""),
    commit: many("-m= --message= -a --amend -q --quiet"),
    diff: many("--cached --staged --stat --exit-code --no-index -w"),
    fetch: many("--all --prune --tags"),
    grep: many("-n -i -l -q"),
    log: many("--oneline -n= -p -1 -3 -5 --stat --all --follow --"),
    mv: { operands: [2, 99] },
    pull: many("--rebase --ff-only"),
    push: many("-u --set-upstream --tags"),
    restore: many("--staged -s= --source="),
    revert: many("--no-edit"),
    rm: many("-r --cached -f"),
    show: many("--stat"),
    status: many("-s --short --porcelain --ignored"),
    switch: many("-c= -"),
    tag: many("-a -m= -l -d"),
  },
};

const JOB = "--now --no-block --no-pager -q --quiet -l --full -n= --lines= -p= --property=";

const systemctl: Verbs = {
  options: JOB,
  verbs: {
    ...Object.fromEntries(
      ["start", "stop", "restart", "reload", "try-restart", "status", "show", "cat", "is-active", "is-failed"].map(
        (verb) => [verb, { options: JOB, operands: [1, 99] } satisfies Syntax],
      ),
    ),
    "reset-failed": many(JOB),
    "list-timers": many(`${JOB} --all`),
    "list-units": many(`${JOB} --all --failed --type= --state=`),
    "list-dependencies": many(`${JOB} --all --reverse`),
    "daemon-reload": none(JOB),
    reboot: none(JOB),
    "is-system-running": none(`${JOB} --wait`),
  },
};

const npm: Verbs = {
  options: "--silent -s --prefix=",
  verbs: {
    ci: none("--silent --ignore-scripts --omit="),
    install: many("--save-exact -E --save-dev -D --package-lock-only --ignore-scripts"),
    uninstall: many(""),
    ls: many("--all --depth="),
    outdated: many(""),
    prefix: none(""),
    run: { options: "--silent -s", operands: [1, 1] },
    test: { options: "--silent", operands: [0, 0] },
    "pkg set": many(""),
    "pkg delete": many(""),
    view: many("--json"),
  },
};

/** Programs whose first words are verbs, the longest verb first that a table has. */
export const WITH_VERBS: Readonly<Record<string, Verbs>> = {
  cdktf,
  cdktn: cdktf,
  colmena,
  git,
  nix,
  npm,
  systemctl,
  terraform,
};

/** Programs without verbs. */
export const PLAIN: Readonly<Record<string, Syntax>> = {
  age: {
    options: "-d --decrypt -e --encrypt -i= --identity= -r= --recipient= -R= -o= --output= -a --armor -p",
    operands: [0, 1],
  },
  "age-keygen": { options: "-o= --output= -y -pq", operands: [0, 1] },
  curl: {
    options:
      "-f --fail -s --silent -S --show-error -L --location -o= --output= -I --head -H= --header= -k -v -w= " +
      "--resolve= --connect-to= -X= -d= --data= --fail-with-body --max-time= --cert= --key=",
    operands: [1, 9],
  },
  jest: { options: "-u -t=", operands: [0, 9] },
  journalctl: {
    options:
      "-u= --unit= -n= --lines= -f --follow -b --boot -e --pager-end -x --no-pager -S= --since= -U= --until= -p= " +
      "--priority= -o= --output= -k -r --grep= -g=",
    operands: [0, 9],
  },
  scp: { options: "-F= -i= -r -q -o= -P= -J=", operands: [2, 9] },
  sops: {
    options:
      "-d --decrypt -e --encrypt -i --in-place -r --rotate --input-type= --output-type= --output= --config= --age= " +
      "--set= --extract= --filename-override= -y --yes --add-age= --rm-age=",
    operands: [0, 4],
  },
  ssh: { options: "-F= -i= -o= -p= -q -t -T -v -G -N -L= -J= -l=", operands: [1, 1], stopsAfter: 1 },
  "ssh-keygen": { options: "-R= -F= -f= -t= -b= -C= -N= -l -y -H -E= -q", operands: [0, 1] },
  "ssh-keyscan": { options: "-t= -p= -T= -H", operands: [1, 9] },
  "ssh-to-age": { options: "-i= -o= -private-key", operands: [0, 1] },
};

/** Everyday commands of a shell or a Unix: taken as they are. */
export const EVERYDAY =
  /^(?:\.|\[|apt-get|awk|base64|bash|break|brew|cat|cd|chmod|chown|cmp|command|continue|cp|cut|date|diff|dig|du|echo|eval|exec|exit|export|false|findmnt|find|getent|grep|head|hostname|id|install|jq|kill|less|ln|ls|mkdir|mktemp|mount|mv|nc|nixos-rebuild|node|nslookup|openssl|printf|pwd|python3|read|readlink|realpath|rm|rmdir|sed|set|sh|shred|sleep|sort|source|stat|sudo|tail|tar|tee|test|timeout|touch|tr|trap|true|umask|umount|uname|unset|uniq|unzip|wait|wc|which|xargs)$/;
