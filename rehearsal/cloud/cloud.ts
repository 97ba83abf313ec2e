import { UserError } from "../../common/errors";
import { dependents, missingReferences, takenValues } from "./checks";
import { defaultsFor, fillComputed } from "./fill";
import { importIds } from "./import-ids";
import type { Attributes, CloudView, DataRule, Refusal, ResourceRule } from "./rule";
import { dataRules, resourceRules } from "./rules";
import { notShownAgain, withoutSecrets } from "./secrets";
import { State } from "./state";
import { sameValue } from "./values";

/** The cloud says no: as a service does, before anything was made. */
export class CloudRefusal extends Error {
  override readonly name = "CloudRefusal";

  constructor(readonly refusals: readonly Refusal[]) {
    super(refusals.map(({ summary, detail }) => `${summary}: ${detail}`).join("\n"));
  }
}

/** From where a call comes. */
export interface CallContext {
  /** The configuration of the provider. */
  readonly provider: Attributes;
  /** The folder that Terraform runs in. */
  readonly workingDirectory: string;
}

/** One object of the cloud: an instance, a record, a file. */
export interface CloudObject {
  /** What the cloud knows it by: mostly its attribute `id`, more where that is not unique. */
  readonly id: string;
  /** All that is known of it, its `id` among them. */
  readonly attributes: Attributes;
}

/** The local cloud: objects in one file, made, changed and refused by the rules of their types. */
export class Cloud {
  /** The end of the queue in which objects are made and changed, so that no two checks pass at once. */
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly state: State) {}

  /**
   * Opens the cloud that is kept in `file`; without one it is empty.
   * @throws UserError if the file is not the state of a cloud.
   */
  static open(file: string): Cloud {
    return new Cloud(State.load(file));
  }

  /** Whether there are rules for that type of resource or data source. */
  has(type: string): boolean {
    return Object.hasOwn(resourceRules, type) || Object.hasOwn(dataRules, type);
  }

  /** @throws UserError if there are none. */
  resourceRule(type: string): ResourceRule {
    return ruleOf(resourceRules, type, type);
  }

  /**
   * @param type without "data."
   * @throws UserError if there is none.
   */
  dataRule(type: string): DataRule {
    return ruleOf(dataRules, type, `data.${type}`);
  }

  /** What the rules take for the attributes that are absent or null in `known`. */
  defaults(type: string, known: Attributes, call: CallContext): Attributes {
    return defaultsFor(this.resourceRule(type), known, this.view(call));
  }

  /**
   * What can be said against an object while planning, from the values known by then. Other objects are left aside: the
   * same plan may replace them.
   */
  refusals(type: string, known: Attributes, _call: CallContext, current?: CloudObject): readonly Refusal[] {
    return (this.resourceRule(type).refuse ?? []).flatMap((check) => check(known, current?.attributes));
  }

  /** @throws CloudRefusal */
  create(type: string, attributes: Attributes, call: CallContext): Promise<CloudObject> {
    return this.inTurn(async () => {
      const rule = this.resourceRule(type);
      const view = this.view(call);
      const wanted = { ...defaultsFor(rule, attributes, view), ...attributes };
      this.check(type, wanted, call);
      const made = await fillComputed(rule, { ...wanted, id: rule.id(wanted, view) }, view);
      return this.keep(type, rule.key?.(made, view) ?? String(made.id), made, call);
    });
  }

  /** @throws CloudRefusal */
  update(type: string, id: string, attributes: Attributes, call: CallContext): Promise<CloudObject> {
    return this.inTurn(async () => {
      const rule = this.resourceRule(type);
      const current = this.state.get(type, id);
      if (!current) throw new CloudRefusal([gone(type, id)]);
      const lasting = Object.entries(current).filter(([name]) => !rule.recomputed?.includes(name));
      const defaults = defaultsFor(rule, attributes, this.view(call));
      const own = { id: current.id ?? id };
      const wanted: Attributes = { ...Object.fromEntries(lasting), ...defaults, ...attributes, ...own };
      this.check(type, wanted, call, current);
      return this.keep(type, id, await fillComputed(notShownAgain(rule, wanted), wanted, this.view(call)), call);
    });
  }

  /**
   * Deletes the object; one that is gone already is no error.
   * @throws CloudRefusal
   */
  remove(type: string, id: string, call: CallContext): void {
    const rule = this.resourceRule(type);
    const view = this.view(call);
    const current = this.state.get(type, id);
    if (!current) return;
    const users = dependents(type, current, {
      types: this.state.types().filter((each) => Object.hasOwn(resourceRules, each)),
      rule: (each) => this.resourceRule(each),
      view,
    });
    refuseIfAny([...(rule.refuseDelete?.(current, view) ?? []), ...users]);
    rule.effect?.remove(current, view);
    this.state.drop(type, id);
  }

  /** The object as it is now; undefined when it is gone. */
  read(type: string, id: string, call: CallContext): CloudObject | undefined {
    const rule = this.resourceRule(type);
    const view = this.view(call);
    const stored = this.state.get(type, id);
    const current = stored && rule.effect ? rule.effect.read(stored, view) : stored;
    if (stored && !current) this.state.drop(type, id);
    if (!current) return undefined;
    return { id, attributes: { ...current, ...rule.live?.(current, view) } };
  }

  /** The object that `terraform import` means, by an id in the form that its type takes. */
  importObject(type: string, importId: string, call: CallContext): CloudObject | undefined {
    const rule = this.resourceRule(type);
    const view = this.view(call);
    const named = this.state.list(type).find((each) => importIds(type, rule, each, view).includes(importId));
    return named && this.read(type, rule.key?.(named, view) ?? String(named.id), call);
  }

  /** What a data source finds. */
  lookUp(type: string, config: Attributes, call: CallContext): Attributes | Refusal {
    return this.dataRule(type).read(config, this.view(call));
  }

  private check(type: string, wanted: Attributes, call: CallContext, current?: Attributes): void {
    const rule = this.resourceRule(type);
    const view = this.view(call);
    refuseIfAny((rule.refuse ?? []).flatMap((check) => check(wanted, current)));
    refuseIfAny([...missingReferences(rule, wanted, view), ...takenValues(type, rule, wanted, view)]);
    refuseIfAny((rule.conflict ?? []).flatMap((check) => check(wanted, view, current)));
  }

  private keep(type: string, id: string, made: Attributes, call: CallContext): CloudObject {
    const rule = this.resourceRule(type);
    rule.effect?.write(made, this.view(call));
    this.state.put(type, id, withoutSecrets(rule, made));
    return { id, attributes: made };
  }

  private view(call: CallContext): CloudView {
    return {
      ...call,
      list: (type) => this.state.list(type),
      find: (type, value, key = "id") => this.state.list(type).find((each) => sameValue(each[key], value)),
    };
  }

  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    const mine = this.last.then(task);
    this.last = mine.catch(() => undefined);
    return mine;
  }
}

function ruleOf<Rule>(rules: Readonly<Record<string, Rule>>, type: string, shown: string): Rule {
  const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
  if (rule) return rule;
  throw new UserError(
    `The local cloud has no rules for ${shown}, so it cannot be rehearsed.`,
    `add them to rehearsal/cloud/rules/${type.split("_")[0]}/`,
  );
}

function refuseIfAny(refusals: readonly Refusal[]): void {
  if (refusals.length > 0) throw new CloudRefusal(refusals);
}

function gone(type: string, id: string): Refusal {
  return { summary: "NotFound", detail: `There is no ${type} ${id} any more.` };
}
