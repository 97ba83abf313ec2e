import fc from "fast-check";
import { UserError } from "../../common/errors";
import { type NodeReport, readReports } from "../../rehearsal/hive/hive";
import { readPlan } from "../../rehearsal/plan-json";

// What Terraform and nix print is read here; a program of that name may print anything.

const change = (address: string, actions: readonly string[], mode = "managed") => ({
  address,
  mode,
  change: { actions },
});

test("a plan by what it would do", () => {
  const resource_changes = [
    change("a.new", ["create"]),
    change("a.changed", ["update"]),
    change("a.replaced", ["delete", "create"]),
    change("a.replaced_after", ["create", "delete"]),
    change("a.gone", ["delete"]),
    change("a.same", ["no-op"]),
    change("data.a.read", ["read"], "data"),
  ];
  const resource_drift = [change("a.drifted", ["update"]), change("a.lost", ["delete"])];
  expect(readPlan(JSON.stringify({ format_version: "1.2", resource_changes, resource_drift }))).toEqual({
    changes: {
      create: ["a.new"],
      update: ["a.changed"],
      replace: ["a.replaced", "a.replaced_after"],
      destroy: ["a.gone"],
    },
    unchanged: ["a.same"],
    gone: ["a.lost"],
  });
});

test("a plan of nothing", () => {
  expect(readPlan('{"format_version":"1.2"}').unchanged).toEqual([]);
});

test.each([
  ["", "nothing"],
  ["null", "null"],
  ["[]", "a list"],
  ["{}", "an object of another shape"],
  ['{"format_version":"1.2","resource_changes":{}}', "an object of another shape"],
  ['{"format_version":"1.2","resource_changes":[{"address":"a.b","mode":"managed"}]}', "an object of another shape"],
  ["Downloading terraform 1.11.4 …", "\n    Downloading terraform 1.11.4 …"],
])("no plan: %j", (printed, named) => {
  expect(() => readPlan(printed)).toThrow(
    new UserError(`terraform show did not answer with a plan as JSON. It printed: ${named}`),
  );
});

/** Valid things with one of their values replaced, so that not every case stops at the first look. */
const damaged = (valid: object) =>
  fc.tuple(fc.jsonValue(), fc.nat()).map(([value, at]) => {
    const places: [object, string][] = [];
    const copy: unknown = JSON.parse(JSON.stringify({ valid }), function (this: object, key, inner) {
      places.push([this, key]);
      return inner;
    });
    const [holder, key] = places[at % (places.length - 1)] ?? [{}, ""];
    Object.assign(holder, { [key]: value });
    return (copy as { valid: unknown }).valid; // made above
  });

const onlySentences = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
  }
};

test("whatever Terraform shows, it is a plan or a sentence", () => {
  const plan = {
    format_version: "1.2",
    resource_changes: [change("a.b", ["create"])],
    resource_drift: [change("a.c", [])],
  };
  const printed = fc.oneof(
    fc.string(),
    fc.json(),
    damaged(plan).map((value) => JSON.stringify(value)),
  );
  fc.assert(fc.property(printed, (text) => onlySentences(() => readPlan(text))));
});

const NODE: NodeReport = {
  name: "cartographer-staging",
  environment: "staging",
  targetHost: "198.51.100.1",
  targetUser: "root",
  tags: ["staging"],
  sshOptions: ["-F", "hosts/ssh_config"],
  domain: "staging.example.com",
  stateVersion: "25.11",
  mountDevice: "fs:/",
  mountOptions: ["hard"],
  units: ["nginx"],
  secretsBackend: "sops",
  keys: ["origin-key"],
  keyCommands: { "origin-key": ["sh", "print-key.sh"] },
  openPorts: [443],
};

test("reports of the hosts", () => {
  expect(readReports([{ node: NODE }])).toEqual([NODE]);
  expect(() => readReports([{ node: NODE }, { problem: { message: "Wrong.", next: "mend it" } }])).toThrow(
    new UserError("Wrong.", "mend it"),
  );
});

test.each(Object.keys(NODE))("a report without a right %s is none", (key) => {
  expect(() => readReports([{ node: { ...NODE, [key]: null } }])).toThrow(
    /^nix-instantiate did not answer with reports/,
  );
});

test("whatever nix evaluates to, it is reports or a sentence", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), damaged([{ node: NODE }])), (value) =>
      onlySentences(() => readReports(value)),
    ),
  );
});
