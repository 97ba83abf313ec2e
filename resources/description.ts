/** All that the parts of this project need to know of one type of resource, beside the local cloud's rule for it. */
export interface ResourceType {
  /**
   * What Terraform does at AWS to make, change and delete one, beyond reading: from the provider's source and the
   * services' own lists, https://docs.aws.amazon.com/service-authorization/latest/reference/. What would lose data is
   * not among it.
   * @default the runner makes none: it is a type of tfc-bootstrap, or of another provider
   */
  readonly writes?: readonly string[];
  /** What Terraform reads of one in a plan. Patterns are allowed here alone. */
  readonly reads?: readonly string[];
  /** What no plan may do, not even one whose code has lost the block that says prevent_destroy. */
  readonly never?: readonly string[];
  /** The service of AWS that is given a role with it. */
  readonly givesRoleTo?: string;
  /** The service of AWS that gets a role of its own at its first use in an account. */
  readonly linkedRole?: string;
  /**
   * The service through which everybody of the account may use the environment's key, because it stores data with it.
   */
  readonly keyThrough?: string;
  /** The service that uses the environment's key in its own name. */
  readonly keyUser?: (place: KeyPlace) => KeyUser;
  /** The service that publishes, in its own name, on the topic of the alarms, which the environment's key encrypts. */
  readonly publisher?: Publisher;
  /**
   * For a type whose loss no other apply makes good: data, what opens the data, secrets that nobody else has, the
   * address that others have written down, the place of all state. Each carries prevent_destroy, and a rehearsal
   * refuses a plan that would destroy one. These are its addresses in an infrastructure stack. They are contract: under
   * another address Terraform makes another object, and destroys this one.
   */
  readonly stateful?: readonly string[];
  readonly imported: ImportForm | NotImported;
  /** Findings of checkov that are left as they are, and why. To be argued with: a reason that no longer holds goes. */
  readonly skips?: readonly Skip[];
}

/** Types by their names at Terraform. */
export type ResourceTypes = Readonly<Record<string, ResourceType>>;

/** Where a key is. */
export interface KeyPlace {
  readonly region: string;
  /** The number of the account. */
  readonly account: string;
}

/** A statement of a key's policy for a service of AWS, in the region of the stacks. */
export interface KeyUser {
  readonly sid: string;
  readonly service: string;
  readonly actions: readonly string[];
  /** What holds the service to this account. */
  readonly condition: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Publisher {
  /** Names the statements that let it: in the policies of the topic and of the key. */
  readonly sid: string;
  readonly service: string;
}

/** The ids that `terraform import` takes, as the provider's documentation has them. */
export interface ImportForm {
  /** Attributes stand in angle brackets. A form is out of the question for an object of which one of them is empty. */
  readonly forms: readonly string[];
  readonly examples: readonly string[];
}

/** A type that an import would harm, or that has none. docs/import.md says more. */
export interface NotImported {
  readonly why: string;
  /** What is done in its place. */
  readonly instead: string;
}

/** A check of checkov that some resources do not pass, on purpose. */
export interface Skip {
  readonly check: string;
  /** Addresses; each must still fail the check, or the scan says so. */
  readonly resources: readonly string[];
  readonly reason: string;
}

/** The import by one form of id, for example `<plan_id>|<id>`. */
export function by(form: string, ...examples: readonly string[]): ImportForm {
  return { forms: [form], examples };
}
