/** Which of Terraform's flags an attribute has. */
export interface Flags {
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
}

/** An attribute as its class in the bindings shows it. */
export interface ClassAttribute extends Flags {
  readonly name: string;
  /** The value that its getter makes, as far as a type can be told from it. */
  readonly getter?: Shape;
  /** Whether the bindings hold one item directly, without a list. */
  readonly oneItem: boolean;
}

/** A property of an interface for arguments. */
interface Argument {
  readonly required: boolean;
  /** Whether its documentation calls it a block. */
  readonly isBlock: boolean;
}

/** What the bindings say of a type. */
export interface Shape {
  readonly kind: "simple" | "list" | "set" | "map" | "struct";
  /** The type as the bindings name it: "string", "stringList", "SecurityGroupIngressList". */
  readonly storage: string;
}

/** How an argument is written to HCL. */
export interface HclEntry extends Shape {
  /** Undefined unless it is a list or set of structures, written item by item. */
  readonly listOf?: "blocks" | "values";
}

/**
 * What the TypeScript of one type in the bindings says. The keys are the names of structures, and of attributes as
 * Terraform spells them.
 */
export interface Bindings {
  /** The class of the resource, data source or provider. */
  readonly main: string;
  readonly classes: ReadonlyMap<string, readonly ClassAttribute[]>;
  readonly interfaces: ReadonlyMap<string, ReadonlyMap<string, Argument>>;
  readonly hcl: ReadonlyMap<string, ReadonlyMap<string, HclEntry>>;
}

const DECLARATION = /^export (interface|function|class) (\w+)([^\n]*)\n([\s\S]*?)^\}/gm;
const PROPERTY = /Docs at Terraform Registry: \{@link \S+#(\w+) [^}]*\}\s*\*\/\s*readonly \w+(\??):/;
const FLAGS = /^(\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n/;
const HCL =
  /^ +(\w+): \{\n +value: (.*),\n +isBlock: \w+,\n +type: "(simple|list|set|map|struct)",\n +storageClassType: "(\w+)",/gm;

/** Reads the TypeScript of one type, in the form in which cdktf's generator writes it. */
export function parseBindings(source: string): Bindings {
  const classes = new Map<string, readonly ClassAttribute[]>();
  const interfaces = new Map<string, ReadonlyMap<string, Argument>>();
  const hcl = new Map<string, ReadonlyMap<string, HclEntry>>();
  let main: string | undefined;
  for (const [, keyword, name = "", rest = "", body = ""] of source.matchAll(DECLARATION)) {
    if (keyword === "interface") interfaces.set(name, parseInterface(body));
    if (keyword === "function" && name.endsWith("ToHclTerraform")) hcl.set(structOf(name), parseHcl(body));
    if (keyword !== "class") continue;
    classes.set(name, parseClass(body));
    if (!/ extends cdktf\.Terraform(Resource|DataSource|Provider)\b/.test(rest)) continue;
    main = name;
    hcl.set(name, parseHcl(body));
  }
  if (main === undefined) throw new Error("the bindings declare no resource, data source or provider");
  return { main, classes, interfaces, hcl };
}

/** "securityGroupIngressToHclTerraform" belongs to SecurityGroupIngress. */
function structOf(functionName: string): string {
  const name = functionName.slice(0, -"ToHclTerraform".length);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function parseInterface(body: string): ReadonlyMap<string, Argument> {
  const properties = body.split(/^ {2}\/\*\*\n/m).flatMap((text): [string, Argument][] => {
    const [, name, optional] = PROPERTY.exec(text) ?? [];
    if (name === undefined) return [];
    return [[name, { required: optional === "", isBlock: text.startsWith(`  * ${name} block\n`) }]];
  });
  return new Map(properties);
}

function parseHcl(body: string): ReadonlyMap<string, HclEntry> {
  const entries = [...body.matchAll(HCL)].map(([, name = "", value = "", kind, storage = ""]): [string, HclEntry] => {
    const [, isBlock] = /\blistMapperHcl\(\w+ToHclTerraform, (true|false)\)/.exec(value) ?? [];
    const listOf = isBlock && (isBlock === "true" ? "blocks" : "values");
    // The pattern admits no other kinds.
    return [name, { kind: kind as HclEntry["kind"], storage, ...(listOf && { listOf }) }];
  });
  return new Map(entries);
}

function parseClass(body: string): readonly ClassAttribute[] {
  return body.split(/^ {2}\/\/ (?=\w+ - computed: )/m).flatMap((text): ClassAttribute[] => {
    const [, name, computed, optional, required] = FLAGS.exec(text) ?? [];
    if (name === undefined) return [];
    const made = makerOf(text, name);
    return [
      {
        name,
        computed: computed === "true",
        optional: optional === "true",
        required: required === "true",
        oneItem: made?.[1]?.endsWith("OutputReference") ?? false,
        getter: (made && shapeOfClass(made[1] ?? "", made[2] === "true")) ?? shapeOfGetter(text, name),
      },
    ];
  });
}

/** The construction of the object behind an attribute: its class, and whether it stands for a set. */
function makerOf(text: string, name: string): RegExpExecArray | null {
  return new RegExp(`= new ([\\w.]+)\\(this, "${name}"(?:, (true|false))?\\)`).exec(text);
}

function shapeOfClass(className: string, isSet: boolean): Shape {
  if (className.endsWith("OutputReference")) return { kind: "struct", storage: className.slice(0, -15) };
  const own = className.startsWith("cdktf.") ? className.charAt(6).toLowerCase() + className.slice(7) : className;
  if (className.endsWith("Map")) return { kind: "map", storage: own };
  return { kind: isSet ? "set" : "list", storage: own };
}

/** The getters of simple values: "getStringAttribute", "getNumberListAttribute"; a set is made a list on the way. */
function shapeOfGetter(text: string, name: string): Shape | undefined {
  const [, getter] = new RegExp(`this\\.get(\\w+)Attribute\\('${name}'\\)`).exec(text) ?? [];
  if (getter === undefined) return undefined;
  const storage = getter === "List" ? "stringList" : getter.charAt(0).toLowerCase() + getter.slice(1);
  if (storage.endsWith("List")) return { kind: text.includes("Fn.tolist(") ? "set" : "list", storage };
  return { kind: storage.endsWith("Map") ? "map" : "simple", storage };
}
