import { UserError } from "../../../common/errors";
import type { Cloud } from "../../cloud/cloud";
import { dataRules, resourceRules } from "../../cloud/rules";
import type { SchemaCache } from "./cache";
import { type BlockSchema, type CtyType, typeOfBlock } from "./model";
import { type Described, type ProviderPackage, shownName } from "./packages";
import { type UsedType, usedTypes } from "./used";

/** A schema with the type of its values. */
export interface TypedSchema {
  readonly schema: BlockSchema;
  readonly type: CtyType;
}

/** What one provider serves, by type. */
export interface Served {
  readonly resources: ReadonlyMap<string, BlockSchema>;
  readonly dataSources: ReadonlyMap<string, BlockSchema>;
  /** What the stacks use and cannot be had. */
  readonly problems: readonly UserError[];
}

/** The schemas of one provider: of the types for which the local cloud has rules, and of its own configuration. */
export class Catalog {
  private readonly typed = new Map<string, TypedSchema>();

  /** @param stacksDirectory where the synthesised stacks are, or will be. */
  constructor(
    readonly from: ProviderPackage,
    private readonly cache: SchemaCache,
    private readonly cloud: Cloud,
    private readonly stacksDirectory: string,
  ) {}

  /**
   * The schema of one type.
   * @throws UserError if the package does not know it.
   */
  schemaOf(kind: Described["kind"], type: string): TypedSchema {
    const name = shownName({ kind, type });
    const known = this.typed.get(name);
    if (known) return known;
    const schema = this.cache.schemaOf(this.from, { kind, type });
    const typed: TypedSchema = { schema, type: typeOfBlock(schema) };
    this.typed.set(name, typed);
    return typed;
  }

  /**
   * Everything with rules, for what stacks no longer use may still be in a state; and what the stacks use without any.
   * @throws UserError if a stack cannot be read.
   */
  served(): Served {
    const used = usedTypes(this.stacksDirectory).filter(({ type }) => this.isOwn(type));
    const all = (kind: "resource" | "data", rules: object): ReadonlyMap<string, BlockSchema> => {
      const types = Object.keys(rules).filter((type) => this.isOwn(type));
      return new Map(types.map((type) => [type, this.schemaOf(kind, type).schema]));
    };
    return {
      resources: all("resource", resourceRules),
      dataSources: all("data", dataRules),
      problems: used.flatMap((each) => this.problemOf(each)),
    };
  }

  private isOwn(type: string): boolean {
    return type.startsWith(`${this.from.name}_`);
  }

  /** A misspelled type is one that no package has; one that is spelled well may still have no rules. */
  private problemOf({ kind, type, stack }: UsedType): readonly UserError[] {
    try {
      this.schemaOf(kind, type);
      if (kind === "data") this.cloud.dataRule(type);
      else this.cloud.resourceRule(type);
      return [];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [new UserError(`In stack ${stack}: ${error.message}`, error.next)];
    }
  }
}
