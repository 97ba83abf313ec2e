/** A value as Terraform knows it once everything is known. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** The attributes of one object. While planning, what is not known yet is absent. */
export type Attributes = Readonly<Record<string, Value>>;

/** A value, or how to compute it from the object's attributes (its `id` among them) and the cloud around it. */
export type Computed = Value | ((self: Attributes, cloud: CloudView) => Value | Promise<Value>);

/** What a rule may look at. */
export interface CloudView {
  /** The object of that type whose attribute `key` (its id, unless said otherwise) is `value`. */
  find(type: string, value: Value, key?: string): Attributes | undefined;
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
  /** The attribute at fault, so that Terraform points at its line. */
  readonly attribute?: string;
}

/** An attribute that names another object. */
export interface Reference {
  readonly type: string;
  /** By which attribute of that type it is named. @default "id" */
  readonly by?: string;
  /** Whether the named object may be deleted while this one stands (an EIP survives its instance). @default false */
  readonly weak?: boolean;
}

/** How one resource type behaves: the row of a table that a reader can check against the service's documentation. */
export interface ResourceRule {
  /** Makes the id of a new object. */
  readonly id: (self: Attributes, cloud: CloudView) => string;
  /** What the service or the provider takes for an attribute that the configuration leaves out, known while planning. */
  readonly defaults?: Readonly<Record<string, Value | ((self: Attributes, cloud: CloudView) => Value)>>;
  /** What the service fills in when it makes the object. An attribute that is neither configured nor here stays null. */
  readonly computed?: Readonly<Record<string, Computed>>;
  /** Computed attributes that change with every update, so that a plan may not promise the old value. */
  readonly recomputed?: readonly string[];
  /** Attributes that cannot be changed in place: another value replaces the object. A dot goes into a block. */
  readonly forceNew?: readonly string[];
  /** Attributes that name other objects, which must exist. A dot goes into a block: "ingress.security_groups". */
  readonly references?: Readonly<Record<string, Reference>>;
  /** Sets of attributes of which no two objects may share the values. */
  readonly unique?: readonly (readonly string[])[];
  /** What the service rejects. Called while planning with what is known and again before anything is made. */
  readonly refuse?: (self: Attributes, cloud: CloudView, prior?: Attributes) => readonly Refusal[];
  /** Why an object may not be deleted, beyond others that refer to it. */
  readonly refuseDelete?: (self: Attributes, cloud: CloudView) => readonly Refusal[];
  /** What is done to the world outside the cloud's state (files are really written). */
  readonly effect?: {
    readonly write: (self: Attributes, cloud: CloudView) => void;
    /** The object as it is now; undefined when it is gone. */
    readonly read: (self: Attributes, cloud: CloudView) => Attributes | undefined;
    readonly remove: (self: Attributes, cloud: CloudView) => void;
  };
  /** The id that `terraform import` takes, where it is not the object's id. */
  readonly importId?: (self: Attributes) => string;
}

/** How one data source answers. */
export interface DataRule {
  /** The attributes that it computes; a Refusal where nothing, or too much, matches. */
  readonly read: (config: Attributes, cloud: CloudView) => Attributes | Refusal;
}
