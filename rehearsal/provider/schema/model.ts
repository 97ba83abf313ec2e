/** A type of Terraform's type system, spelled as its JSON form. */
export type CtyType =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", CtyType]
  | readonly ["object", Readonly<Record<string, CtyType>>]
  | readonly ["tuple", readonly CtyType[]];

/** How the items of a nested attribute or block are held together. */
export type Nesting = "single" | "list" | "set" | "map";

/** One argument or computed attribute. */
export interface AttributeSchema {
  readonly name: string;
  /** Its type; for a nested attribute the type that follows from `nested`. */
  readonly type: CtyType;
  /** Attributes within the attribute, each with flags of its own (protocol 6 only). */
  readonly nested?: { readonly nesting: Nesting; readonly attributes: readonly AttributeSchema[] };
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  /** Hidden in what Terraform prints. */
  readonly sensitive: boolean;
  /** Never in plan or state. */
  readonly writeOnly: boolean;
}

/** A block within a block. */
export interface NestedBlockSchema {
  readonly name: string;
  readonly nesting: Exclude<Nesting, "map">;
  readonly minItems: number;
  /** 0 for any number. */
  readonly maxItems: number;
  readonly block: BlockSchema;
}

/** What may stand in a resource, a data source, a provider's configuration or a nested block. */
export interface BlockSchema {
  readonly attributes: readonly AttributeSchema[];
  readonly blocks: readonly NestedBlockSchema[];
}

/** A block within a block, or an attribute that has attributes of its own. */
export interface NestedMember {
  readonly name: string;
  readonly nesting: Nesting;
  readonly inner: BlockSchema;
}

/** The members of a block that have members themselves. */
export function nestedMembers(schema: BlockSchema): readonly NestedMember[] {
  const attributes = schema.attributes.flatMap(({ name, nested }) =>
    nested ? [{ name, nesting: nested.nesting, inner: { attributes: nested.attributes, blocks: [] } }] : [],
  );
  return [...attributes, ...schema.blocks.map(({ name, nesting, block }) => ({ name, nesting, inner: block }))];
}

/** The type of the values of a block: an object with every attribute and block. */
export function typeOfBlock(block: BlockSchema): CtyType {
  const attributes = block.attributes.map((attribute) => [attribute.name, attribute.type]);
  const blocks = block.blocks.map((nested) => [nested.name, nest(nested.nesting, typeOfBlock(nested.block))]);
  return ["object", Object.fromEntries([...attributes, ...blocks])];
}

/** The type of attributes that are nested in an attribute. */
export function typeOfNested(nesting: Nesting, attributes: readonly AttributeSchema[]): CtyType {
  return nest(nesting, typeOfBlock({ attributes, blocks: [] }));
}

/** The attribute of that name, at the top of a block. */
export function attributeNamed(block: BlockSchema, name: string): AttributeSchema | undefined {
  return block.attributes.find((attribute) => attribute.name === name);
}

/** The names of the arguments at the top of a block that must never be kept. */
export function writeOnlyNames(block: BlockSchema): readonly string[] {
  return block.attributes.filter((attribute) => attribute.writeOnly).map((attribute) => attribute.name);
}

/** Whether the type is, or holds, one that is only known with the value. */
export function isDynamic(type: CtyType): boolean {
  if (typeof type === "string") return type === "dynamic";
  if (type[0] === "object") return Object.values(type[1]).some(isDynamic);
  return type[0] === "tuple" ? type[1].some(isDynamic) : isDynamic(type[1]);
}

function nest(nesting: Nesting, item: CtyType): CtyType {
  return nesting === "single" ? item : [nesting, item];
}
