/** What a figure may come to. */
export interface Figure {
  readonly what: string;
  /** The most that it may be. */
  readonly most: number;
  /** What it was in the short form when this was committed (2 cores, Node 20). @default not in the short form */
  readonly reference?: number;
}

/**
 * The unit of the limits that are given in seconds: what `require("cdktf")` alone, "bare", took on the machine they
 * were set on (2 cores, Node 20). The bench takes the same on its own machine in the same run, so that a slower one has
 * more seconds.
 */
export const BARE = { seconds: 0.115, cpuSeconds: 0.13 } as const;

/** How many times its reference a figure of the short form may be: one that falls by half fails (issue 11). */
const FALLEN = 2;

/** Every figure is a ratio within one run: seconds differ from machine to machine. */
export const FIGURES = {
  synthesis: { what: "CPU of synthesis, in that of bare", most: 2, reference: 1.95 }, // issue 11
  environment: {
    what: "CPU of one environment more, in that of bare",
    most: 0.012 / BARE.cpuSeconds, // issue 11: 12 ms
    reference: 0.011 / BARE.cpuSeconds, // of the first hundred, in which V8 still warms up
  },
  rehearsal: {
    what: "time of a rehearsal, in that of bare",
    most: 4 / BARE.seconds, // issue 11: 4 s
    reference: 2.8 / BARE.seconds,
  },
  growth: { what: "an environment among 1000, in one among 100", most: 1.2 }, // linear, and the noise of a machine
  initSeconds: { what: "time of synthesis, in that of cdktf init", most: 1 / 15 }, // the first version of this bench
  initMegabytes: { what: "memory of synthesis, in that of cdktf init", most: 1 / 8 }, // the first version of this bench
} as const satisfies Readonly<Record<string, Figure>>;

export type FigureName = keyof typeof FIGURES;

/** What figures came to; the short form has not all. */
export type Measured = Readonly<Partial<Record<FigureName, number>>>;

/** What a figure may come to in the short form, or in the whole. */
function limitOf({ most, reference }: Figure, short: boolean): number {
  return short && reference !== undefined ? reference * FALLEN : most;
}

/** The figures that are over their limits. */
export function over(measured: Measured, short: boolean): readonly FigureName[] {
  return namesOf(measured).filter((name) => !((measured[name] ?? Number.NaN) <= limitOf(FIGURES[name], short)));
}

/** The figures as lines of a table, each with its limit. */
export function table(measured: Measured, short: boolean): readonly string[] {
  return namesOf(measured).map((name) => {
    const value = shown(measured[name] ?? Number.NaN);
    return `  ${FIGURES[name].what.padEnd(46)}${value.padStart(7)}   at most ${shown(limitOf(FIGURES[name], short))}`;
  });
}

function namesOf(measured: Measured): readonly FigureName[] {
  const names = Object.keys(FIGURES) as FigureName[]; // FIGURES has exactly these keys
  return names.filter((name) => name in measured);
}

/** Three digits that count; small ratios as one part of so many. */
function shown(value: number): string {
  return value < 1 ? `1/${(1 / value).toPrecision(3)}` : value.toPrecision(3);
}
