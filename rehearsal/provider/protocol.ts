import path from "node:path";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { loadSync, type ServiceDefinition } from "@grpc/proto-loader";

/** A value of a type that both sides know from the schema, as msgpack; without bytes there is none. */
export interface DynamicValue {
  readonly msgpack: Uint8Array;
}

/** One step into a value. */
export type PathStep = { readonly attribute_name: string } | { readonly element_key_int: number };

/** A place in a configuration or state. */
export interface AttributePath {
  readonly steps: readonly PathStep[];
}

/** What Terraform shows to the person who runs it. */
export interface Diagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: AttributePath;
}

/** How an attribute or a block is nested. */
export type NestingMode = "SINGLE" | "LIST" | "SET" | "MAP";

/** An attribute as the protocol spells it. */
export interface WireAttribute {
  readonly name: string;
  /** The JSON of its type, unless it is nested. */
  readonly type?: Uint8Array;
  readonly nested_type?: { readonly attributes: readonly WireAttribute[]; readonly nesting: NestingMode };
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly write_only: boolean;
}

/** A block as the protocol spells it. */
export interface WireBlock {
  readonly attributes: readonly WireAttribute[];
  readonly block_types: readonly {
    readonly type_name: string;
    readonly block: WireBlock;
    readonly nesting: NestingMode;
    readonly min_items: number;
    readonly max_items: number;
  }[];
}

/** A schema as the protocol spells it. */
export interface WireSchema {
  readonly version: number;
  readonly block: WireBlock;
}

/** What the provider can do beyond what Terraform takes for granted. */
export interface ServerCapabilities {
  readonly plan_destroy: boolean;
  /** Whether Terraform may skip GetProviderSchema when it has the schema from an earlier call. */
  readonly get_provider_schema_optional: boolean;
}

interface Diagnosed {
  readonly diagnostics?: readonly Diagnostic[];
}

interface TypeName {
  readonly type_name: string;
}

interface Config {
  readonly config: DynamicValue | null;
}

type Empty = Readonly<Record<string, never>>;

/** The calls of the protocol: what each takes and gives. The names are those of tfplugin6.proto. */
interface Methods {
  GetMetadata: [
    Empty,
    Diagnosed & {
      readonly server_capabilities?: ServerCapabilities;
      readonly data_sources?: readonly TypeName[];
      readonly resources?: readonly TypeName[];
    },
  ];
  GetProviderSchema: [
    Empty,
    Diagnosed & {
      readonly provider?: WireSchema;
      readonly resource_schemas?: Readonly<Record<string, WireSchema>>;
      readonly data_source_schemas?: Readonly<Record<string, WireSchema>>;
      readonly server_capabilities?: ServerCapabilities;
    },
  ];
  ValidateProviderConfig: [Config, Diagnosed];
  ValidateResourceConfig: [TypeName & Config, Diagnosed];
  ValidateDataResourceConfig: [TypeName & Config, Diagnosed];
  UpgradeResourceState: [
    TypeName & { readonly raw_state: { readonly json: Uint8Array } | null },
    Diagnosed & { readonly upgraded_state?: DynamicValue },
  ];
  ConfigureProvider: [Config, Diagnosed];
  ReadResource: [
    TypeName & { readonly current_state: DynamicValue | null; readonly private: Uint8Array },
    Diagnosed & { readonly new_state?: DynamicValue; readonly private?: Uint8Array },
  ];
  PlanResourceChange: [
    TypeName &
      Config & {
        readonly prior_state: DynamicValue | null;
        readonly proposed_new_state: DynamicValue | null;
        readonly prior_private: Uint8Array;
      },
    Diagnosed & {
      readonly planned_state?: DynamicValue;
      readonly requires_replace?: readonly AttributePath[];
      readonly planned_private?: Uint8Array;
      /** Whether Terraform may forgive a plan what only providers of the old kind may do. */
      readonly legacy_type_system?: boolean;
    },
  ];
  ApplyResourceChange: [
    TypeName &
      Config & {
        readonly prior_state: DynamicValue | null;
        readonly planned_state: DynamicValue | null;
        readonly planned_private: Uint8Array;
      },
    Diagnosed & { readonly new_state?: DynamicValue; readonly private?: Uint8Array },
  ];
  ImportResourceState: [
    TypeName & { readonly id: string },
    Diagnosed & {
      readonly imported_resources?: readonly (TypeName & {
        readonly state: DynamicValue;
        readonly private: Uint8Array;
      })[];
    },
  ];
  ReadDataSource: [TypeName & Config, Diagnosed & { readonly state?: DynamicValue }];
  StopProvider: [Empty, { readonly Error: string }];
}

/** What a call takes. */
export type Request<Method extends keyof Methods> = Methods[Method][0];

/** What a call gives. */
export type Response<Method extends keyof Methods> = Methods[Method][1];

/** One function for each call of the protocol. */
export type Handlers = {
  readonly [Method in keyof Methods]: (request: Request<Method>) => Response<Method> | Promise<Response<Method>>;
};

/** The service of tfplugin6.proto. */
export const providerService: ServiceDefinition = loadService();

/**
 * The handlers as gRPC takes them. None ever fails: what one throws becomes the diagnostics that `explain` makes of it.
 * @param explain how a person is told of an error; called with the name of the call.
 */
export function serviceOf(
  handlers: Handlers,
  explain: (error: unknown, method: string) => readonly Diagnostic[],
): UntypedServiceImplementation {
  const serve = <Method extends keyof Methods>(method: Method): UntypedServiceImplementation[string] => {
    // gRPC hands over untyped messages: that they have these shapes is what the proto file says.
    return async (call: { readonly request: Request<Method> }, callback: (error: null, answer: object) => void) => {
      try {
        callback(null, await handlers[method](call.request));
      } catch (error) {
        callback(null, { diagnostics: explain(error, method) });
      }
    };
  };
  // Object.keys knows the names only as strings.
  const methods = Object.keys(handlers) as (keyof Methods)[];
  return Object.fromEntries(methods.map((method) => [method, serve(method)]));
}

function loadService(): ServiceDefinition {
  const file = path.join(__dirname, "tfplugin6.proto");
  const service = loadSync(file, { keepCase: true, longs: Number, enums: String, defaults: true })[
    "tfplugin6.Provider"
  ];
  if (!service || "format" in service) throw new Error(`${file} has no service tfplugin6.Provider`);
  // What has no "format" is a service, which the type of the package does not tell.
  return service as ServiceDefinition;
}
