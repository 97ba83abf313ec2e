import path from "node:path";
import type { CallContext, Cloud } from "../cloud/cloud";
import type { Attributes } from "../cloud/rule";
import { applyResourceChange } from "./apply";
import { errorDiagnostics } from "./diagnostics";
import { planResourceChange } from "./plan";
import type { Handlers, Request, Response, ServerCapabilities } from "./protocol";
import { importResource, readDataSource, readResource, upgradeState } from "./read";
import { type ResourceContext, readObject } from "./resource";
import type { Catalog } from "./schema/catalog";
import type { BlockSchema } from "./schema/model";
import { schemaMessage } from "./schema/wire";
import { knownAttributes } from "./value";

const CAPABILITIES: ServerCapabilities = { plan_destroy: false, get_provider_schema_optional: true };

/**
 * One instance of a provider, as one connection of Terraform's has it: each provider block, and each run, configures
 * its own.
 */
export class Session {
  private config: Attributes = {};

  constructor(
    private readonly catalog: Catalog,
    private readonly cloud: Cloud,
    private readonly stacksDirectory: string,
  ) {}

  /** The calls of the protocol. */
  readonly handlers: Handlers = {
    GetMetadata: () => this.metadata(),
    GetProviderSchema: () => this.schema(),
    ValidateProviderConfig: () => ({}),
    // Preconditions of a stack come first, with messages that say more: the cloud refuses when it sees a plan.
    ValidateResourceConfig: () => ({}),
    ValidateDataResourceConfig: () => ({}),
    UpgradeResourceState: (request) => upgradeState(this.resource(request.type_name), request),
    ConfigureProvider: (request) => this.configure(request),
    ReadResource: (request) => readResource(this.resource(request.type_name), request),
    PlanResourceChange: (request) => planResourceChange(this.resource(request.type_name), request),
    ApplyResourceChange: (request) => applyResourceChange(this.resource(request.type_name), request),
    ImportResourceState: (request) => importResource(this.resource(request.type_name), request),
    ReadDataSource: (request) =>
      readDataSource(this.cloud, this.call, this.catalog.schemaOf("data", request.type_name), request),
    StopProvider: () => ({ Error: "" }),
  };

  private metadata(): Response<"GetMetadata"> {
    const { resources, dataSources } = this.catalog.served();
    const named = (all: ReadonlyMap<string, BlockSchema>) => [...all.keys()].map((type) => ({ type_name: type }));
    return { server_capabilities: CAPABILITIES, resources: named(resources), data_sources: named(dataSources) };
  }

  private schema(): Response<"GetProviderSchema"> {
    const { resources, dataSources, problems } = this.catalog.served();
    const messages = (all: ReadonlyMap<string, BlockSchema>) =>
      Object.fromEntries([...all].map(([type, schema]) => [type, schemaMessage(schema)]));
    return {
      provider: schemaMessage(this.own.schema),
      resource_schemas: messages(resources),
      data_source_schemas: messages(dataSources),
      server_capabilities: CAPABILITIES,
      diagnostics: problems.flatMap((problem) => errorDiagnostics(problem, "GetProviderSchema")),
    };
  }

  private configure({ config }: Request<"ConfigureProvider">): Response<"ConfigureProvider"> {
    this.config = knownAttributes(readObject(this.own.type, config) ?? {});
    return {};
  }

  private resource(type: string): ResourceContext {
    const { schema, type: valueType } = this.catalog.schemaOf("resource", type);
    const rule = this.cloud.resourceRule(type);
    const legacy = this.catalog.from.generation === "sdk";
    return { type, schema, valueType, rule, cloud: this.cloud, call: this.call, legacy };
  }

  private get own(): ReturnType<Catalog["schemaOf"]> {
    return this.catalog.schemaOf("provider", this.catalog.from.name);
  }

  /** Rules see any stack's folder: they are all at the same depth, so that "../../../hosts" is the project's. */
  private get call(): CallContext {
    return { provider: this.config, workingDirectory: path.join(this.stacksDirectory, "_") };
  }
}
