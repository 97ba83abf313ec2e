import type { Attributes } from "../../../rehearsal/cloud/rule";
import { emptyCloud } from "./setup";

/** A type: what is good, then changes that are refused, each with a part of its summary and a part of its detail. */
export type RefusalCase = [
  type: string,
  good: Attributes,
  bad: readonly (readonly [change: Attributes, summary: string, detail: string])[],
];

/** Tests that each good one passes, and that each change of it is refused at plan, in sentences, and at apply too. */
export function refusedAtPlan(cases: readonly RefusalCase[]): void {
  describe.each(cases)("%s, at plan", (type, good, bad) => {
    const { cloud, call } = emptyCloud();

    test("a good one passes, and so does one of which nothing is known yet", () => {
      expect(cloud.refusals(type, good, call)).toEqual([]);
      expect(cloud.refusals(type, {}, call)).toEqual([]);
    });

    test.each(bad)("%j", (change, summary, detail) => {
      const refusals = cloud.refusals(type, { ...good, ...change }, call);
      expect(refusals).toContainEqual(
        expect.objectContaining({ summary: expect.stringContaining(summary), detail: expect.stringContaining(detail) }),
      );
      for (const refusal of refusals) expect(refusal.detail).toMatch(/\.$/);
    });

    test("what is refused at plan is refused at apply, too", async () => {
      const [change] = bad[0] ?? [{}];
      await expect(cloud.create(type, { ...good, ...change }, call)).rejects.toThrow(bad[0]?.[1]);
    });
  });
}
