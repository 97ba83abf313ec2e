/** What is done with a variable that the operator's shell has set. */
export type Decision =
  /** Every program that we start sees it. */
  | "pass"
  /** Nothing that runs Terraform begins while it is set: no command of ours and, under cdktf's own, no synth. */
  | "refuse"
  /** No program that we start sees it. */
  | "remove"
  /** Programs whose output we read do not see it; what runs at the operator's terminal does. */
  | "unread";

/**
 * Every variable known to change what a command does, by what is done with it; a `*` stands for the rest of a name, and
 * the row that fits most of a name decides. The text is the reason, and for a refusal what would happen otherwise.
 *
 * Sources: what Terraform 1.11, cdktf and cdktf-cli 0.21 (which takes each of its options as CDKTF_…) read in their
 * code, `sops encrypt --help` of sops 3.13, `git rev-parse --local-env-vars`.
 */
export const SHELL_VARIABLES: Readonly<Record<Decision, Readonly<Record<string, string>>>> = {
  refuse: {
    TF_WORKSPACE: "Terraform refuses it beside a named workspace, and the environment's name chooses the workspace",
    TF_DATA_DIR: "the environments would share one folder of Terraform's, and it would offer to move their states",
    TF_CLI_ARGS: "it adds arguments to every command of Terraform's",
    "TF_CLI_ARGS_*":
      "it adds arguments that change what Terraform does (-replace=… and how fast it works are accepted)",
    TF_REATTACH_PROVIDERS: "whatever listens there would stand in for the real providers, such as a rehearsal's cloud",
    TF_FORCE_LOCAL_BACKEND: "runs would happen on this machine, without the workspace's variables",
    TF_WARN_OUTPUT_ERRORS: "an output that fails, or would show a secret, would be let through",
    TF_CLOUD_PROJECT: "a workspace would be made in that project, and config/project.ts says which it is",
    TERRAFORM_BINARY_NAME: "cdktf would run it in place of the terraform on the PATH, which is the one that is checked",
    CDKTF_OUTPUT: "hosts/ and the bootstrap's state are found from cdktf.json's output folder, and from no other",
    CDKTF_APP: "something else than cdktf.json's app would make the stacks",
    CDKTF_AUTO_APPROVE: "every deploy and destroy would go ahead unread (--auto-approve, typed, is for one of them)",
    CDKTF_SKIP_SYNTH: "what happens to stand in cdktf.out would be deployed, not what the code says",
    CDKTF_REFRESH_ONLY: "a deploy would change states alone",
    CDKTF_MIGRATE_STATE: "states would be moved unasked",
    CDKTF_IGNORE_MISSING_STACK_DEPENDENCIES: "a stack could be deployed before what it needs",
    "CDKTF_VAR*": "its values would win over those of every stack's workspace",
    "CDKTF_OUTPUTS_FILE*": "every deploy would write outputs to a file, secret ones too",
  },
  remove: {
    CHECKPOINT_DISABLE: "ours is in its place: without it Terraform and cdktf call home at each run",
    "CDKTF_*": "what the app reads cdktf sets itself, and any other is an option that nobody typed",
    SYNTH_HCL_OUTPUT: "it would put HCL beside the JSON of the stacks; cdktf synth --hcl sets it itself",
    SOPS_AGE_RECIPIENTS: "the committed .sops.yaml says who can read the secrets",
    SOPS_CONFIG: "the rules are those of this checkout's .sops.yaml",
    ...everyOne("sops would add it to those who can read the secrets", [
      ...["SOPS_KMS_ARN", "SOPS_PGP_FP", "SOPS_GCP_KMS_IDS", "SOPS_HUAWEICLOUD_KMS_IDS", "SOPS_VAULT_URIS"],
      "SOPS_AZURE_KEYVAULT_URL*",
    ]),
    ...everyOne("git would look at another repository; hooks set it, and guard, which is one, sees it", [
      ...["GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"],
      ...["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_CONFIG"],
      ...["GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE"],
      "GIT_INTERNAL_SUPER_PREFIX",
    ]),
    CDPATH: "cd, in a script, would go elsewhere and print where",
  },
  unread: {
    TF_INPUT: "nobody is there to answer what Terraform asks",
    TF_IN_AUTOMATION: "hints what to type next are for people",
    "TF_LOG*": "a log among the errors would be taken for one, and it holds secrets",
  },
  pass: {
    "TF_*": "Terraform reads no other that changes what it does to the cloud",
    "TF_VAR_*": "the values of variables, as Terraform documents them; the app that makes the stacks does not see them",
    "TF_TOKEN_*": "who the operator is",
    TF_CLI_CONFIG_FILE: "the operator's tokens, mirrors and plugin cache",
    TERRAFORM_CONFIG: "the older name of TF_CLI_CONFIG_FILE",
    "TF_PLUGIN_CACHE_*": "where downloads are kept; the checksums of the lock file hold",
    TF_CLOUD_HOSTNAME: "the stacks name the host, and that wins",
    TF_CLOUD_ORGANIZATION: "the stacks name the organization, and that wins",
    "TF_REGISTRY_*": "how often, and for how long, a registry is asked",
    TF_STATE_PERSIST_INTERVAL: "how often a state is saved while it changes",
    "TFE_*": "who the operator is; the stack names the host",
    ...everyOne("how cdktf works and what it logs, not what it does", [
      ...["CDKTF_HOME", "CDKTF_LOG_*", "CDKTF_NO_COLOR", "CDKTF_PARALLELISM", "CDKTF_TERRAFORM_PARALLELISM"],
      ...["CDKTF_DISABLE_PLUGIN_CACHE_ENV", "CDKTF_SKIP_PROVIDER_LOCK", "DISABLE_VERSION_CHECK"],
    ]),
    "CHECKPOINT_*": "how a call home would be made, and none is",
    "AWS_*": "whose account it is, the operator says",
    "CLOUDFLARE_*": "the stacks take their token from a variable of their own",
    GITHUB_TOKEN: "who the operator is",
    "SOPS_*": "the operator's keys, editor and key services",
    "GIT_*": "names, settings and traces: no word is read that git says in somebody's language",
    ...everyOne("no word is read that a program says in somebody's language: Terraform's are English always", [
      ...["LANG", "LANGUAGE", "LC_*"],
    ]),
    "NIX_*":
      "for colmena and nix develop, which operators start; the hosts are evaluated without them (programs/nix.ts)",
    "NODE_*": "we have started under them ourselves, and .npmrc installs the same whatever NODE_ENV says",
    BASH_ENV: "shims may need what it sets, and sh does not read it",
  },
};

/** What programs see in place of a variable that is taken out. */
export const OURS: Readonly<Record<string, string>> = { CHECKPOINT_DISABLE: "1", TF_INPUT: "0", TF_IN_AUTOMATION: "1" };

/** An option of cdktf that is off. */
const OFF = /^(false|0)$/i;

/** Values that a refusal lets through beside the empty one, which counts as none everywhere. */
export const ACCEPTED: Readonly<Record<string, RegExp>> = {
  "TF_CLI_ARGS_*": /^(\s*--?((replace|parallelism|lock-timeout)=\S+|no-color|compact-warnings)(?=\s|$))*\s*$/,
  CDKTF_AUTO_APPROVE: OFF,
  CDKTF_SKIP_SYNTH: OFF,
  CDKTF_REFRESH_ONLY: OFF,
  CDKTF_MIGRATE_STATE: OFF,
  CDKTF_IGNORE_MISSING_STACK_DEPENDENCIES: OFF,
};

/** Refused ones whose value a message shows; nobody knows what is in the others. */
export const SHOWN: readonly string[] = [
  ...["TF_WORKSPACE", "TF_DATA_DIR", "TF_CLOUD_PROJECT", "TERRAFORM_BINARY_NAME", "CDKTF_OUTPUT"],
];

/** Those through which real accounts, or settings that are not its own, would come into a rehearsal. */
export const REAL = /^(AWS_|CLOUDFLARE_|TFE_|TF_|TERRAFORM_|CDKTF_|SOPS_|SYNTH_HCL_OUTPUT$|GITHUB_TOKEN$)/;

function everyOne(why: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, why]));
}
