import { BARE, FIGURES, type FigureName, type Measured, over, table } from "../../../dev/bench/figures";

const names = Object.keys(FIGURES) as FigureName[]; // FIGURES has exactly these keys
const at = (share: number): Measured => Object.fromEntries(names.map((name) => [name, FIGURES[name].most * share]));

it("holds the limits: a figure at its own is within, one beyond it is over, and so is one that is no number", () => {
  expect(over(at(1), false)).toEqual([]);
  expect(over(at(1.01), false)).toEqual(names);
  expect(over({ synthesis: Number.NaN }, false)).toEqual(["synthesis"]);
});

it("has the numbers of the issue, at the speed of the machine they were set on", () => {
  expect(FIGURES.synthesis.most).toBe(2);
  expect(FIGURES.environment.most * BARE.cpuSeconds).toBeCloseTo(0.012);
  expect(FIGURES.rehearsal.most * BARE.seconds).toBeCloseTo(4);
  expect([1 / FIGURES.initSeconds.most, 1 / FIGURES.initMegabytes.most]).toEqual([15, 8]);
});

it("fails in the short form what is twice as slow as its reference", () => {
  const times = (factor: number): Measured => ({
    synthesis: FIGURES.synthesis.reference * factor,
    environment: FIGURES.environment.reference * factor,
    rehearsal: FIGURES.rehearsal.reference * factor,
  });
  expect(over(times(1.99), true)).toEqual([]);
  expect(over(times(2.01), true)).toEqual(["synthesis", "environment", "rehearsal"]);
});

it("shows each figure with the limit of the form that was run, small ones as a part of so many", () => {
  const measured: Measured = { synthesis: 1.9312, initSeconds: 1 / 30 };
  expect(table(measured, false)).toEqual([
    "  CPU of synthesis, in that of bare                1.93   at most 2.00",
    "  time of synthesis, in that of cdktf init       1/30.0   at most 1/15.0",
  ]);
  expect(table({ synthesis: 1.9312 }, true)).toEqual([
    "  CPU of synthesis, in that of bare                1.93   at most 3.90",
  ]);
});
