/** A value as Terraform knows it once everything is known. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** The attributes of one object. While planning, what is not known yet is absent; what is not configured is null. */
export type Attributes = Readonly<Record<string, Value>>;

/** A value, or how to compute it from the object's attributes (its `id` among them) and the cloud around it. */
export type Computed = Value | ((self: Attributes, cloud: CloudView) => Value | Promise<Value>);

/** What a rule may look at. */
export interface CloudView {
  /** The object of that type whose attribute `key` (its id, unless said otherwise) is `value`. */
  find(type: string, value: Value | undefined, key?: string): Attributes | undefined;
  /** Every object of that type. */
  list(type: string): readonly Attributes[];
  /** The configuration of the provider through which the call came, for example { region: "ap-northeast-1" }. */
  readonly provider: Attributes;
  /** Where a relative file name begins: the folder that Terraform runs in. */
  readonly workingDirectory: string;
}

/** Why the cloud says no: in the words of the real service where they are known. */
export interface Refusal {
  /** The service's error code or a short sentence, for example "InvalidSubnetID.NotFound". */
  readonly summary: string;
  /** One sentence with the value and the rule. */
  readonly detail: string;
  /** The attribute at fault, so that Terraform points at its line. A dot goes into a block. */
  readonly attribute?: string;
}

/** A look at the values of one object alone. Absent values (not known yet) must pass. */
export type Check = (self: Attributes, prior?: Attributes) => readonly Refusal[];

/** A look at an object among the others. */
export type CloudCheck = (self: Attributes, cloud: CloudView, prior?: Attributes) => readonly Refusal[];

/** An attribute that names another object: of this type, or of one of these. */
export interface Reference {
  readonly type: string | readonly string[];
  /** By which attribute of that type it is named. @default "id" */
  readonly by?: string;
  /** Whether the named object may be deleted while this one stands (an EIP survives its instance). @default false */
  readonly weak?: boolean;
  /** The service's code when there is no such object. @default "NotFound" */
  readonly missing?: string;
  /** Values that name what the service itself provides, such as AWS's managed policies. */
  readonly builtIn?: RegExp;
}

/** How one resource type behaves: the row of a table that a reader can check against the service's documentation. */
export interface ResourceRule {
  /** Makes the id of a new object. */
  readonly id: (self: Attributes, cloud: CloudView) => string;
  /** Under what the cloud keeps an object whose id another may have: a name in two regions. @default its id */
  readonly key?: (self: Attributes, cloud: CloudView) => string;
  /**
   * What the service or the provider takes for an attribute that the configuration leaves out, known while planning.
   * Holds at every plan, whatever the attribute was before. A function answers undefined when it depends on what is not
   * known yet.
   */
  readonly defaults?: Readonly<Record<string, Value | ((self: Attributes, cloud: CloudView) => Value | undefined)>>;
  /**
   * What the service fills in when it makes the object, in this order. A dot goes into a block, of which each item is
   * filled. An attribute that is neither configured nor here stays null.
   */
  readonly computed?: Readonly<Record<string, Computed>>;
  /** Computed attributes that change with every update, so that a plan may not promise the old value. */
  readonly recomputed?: readonly string[];
  /**
   * Attributes that the service shows when it makes the object and never again: they are not kept in the cloud's state,
   * `read` leaves them out, and Terraform's state goes on with the value it has.
   */
  readonly shownOnce?: readonly string[] | ((self: Attributes) => readonly string[]);
  /**
   * Attributes that no answer of the service has, or that the provider does not read: Terraform's state goes on with
   * the value it has, and an import, which has none, leaves them empty.
   */
  readonly unread?: readonly string[];
  /** Attributes that cannot be changed in place: another value replaces the object. A dot goes into a block. */
  readonly forceNew?: readonly string[];
  /** Attributes of which another value replaces the object only in some cases. */
  readonly forceNewIf?: Readonly<Record<string, (prior: Attributes, planned: Attributes) => boolean>>;
  /** Attributes that name other objects, which must exist. A dot goes into a block: "ingress.security_groups". */
  readonly references?: Readonly<Record<string, Reference>>;
  /**
   * Sets of attributes of which no two objects may share the values. An object that has one of them null or empty takes
   * no part.
   */
  readonly unique?: readonly (readonly string[])[];
  /** The service's code for a value that another object has. @default "AlreadyExists" */
  readonly taken?: string;
  /** The service's code when the object is to be deleted while others refer to it. @default "DependencyViolation" */
  readonly inUse?: string;
  /**
   * Values that the service rejects: looked at while planning, as far as they are known, and again before anything is
   * made.
   */
  readonly refuse?: readonly Check[];
  /**
   * What the service rejects among its other objects: looked at only when something is made or changed, for a plan may
   * replace them.
   */
  readonly conflict?: readonly CloudCheck[];
  /** Why an object may not be deleted, beyond others that refer to it. */
  readonly refuseDelete?: CloudCheck;
  /** What is done to the world outside the cloud's state (files are really written). */
  readonly effect?: {
    readonly write: (self: Attributes, cloud: CloudView) => void;
    /** The object as it is now; undefined when it is gone. */
    readonly read: (self: Attributes, cloud: CloudView) => Attributes | undefined;
    readonly remove: (self: Attributes, cloud: CloudView) => void;
  };
  /** Attributes that follow other objects: what a read shows instead of what was stored. */
  readonly live?: (self: Attributes, cloud: CloudView) => Attributes;
  /** Names in the form of its import id (resources/) that are no attributes of its own. */
  readonly importNames?: Readonly<Record<string, (self: Attributes, cloud: CloudView) => Value>>;
}

/** Rules by the names of their types. */
export type ResourceRules = Readonly<Record<string, ResourceRule>>;

/** How one data source answers. */
export interface DataRule {
  /** The attributes that it computes; a Refusal where nothing, or too much, matches. */
  readonly read: (config: Attributes, cloud: CloudView) => Attributes | Refusal;
}
