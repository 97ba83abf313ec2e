import type { ChildProcess } from "node:child_process";
import os from "node:os";

/**
 * Thrown after a child has ended when we were to stop (Ctrl-C, a closed terminal, SIGTERM) meanwhile: unwind, tidy,
 * leave.
 */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  /** 128 and the signal's number. */
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`Interrupted by ${signal}.`);
    this.exitCode = 128 + os.constants.signals[signal];
  }
}

/** What stops us: Ctrl-C, the terminal that is closed, and whoever else wants it. */
const SIGNALS = ["SIGINT", "SIGHUP", "SIGTERM"] as const;

/** The signal that came within {@link tidily}; from then on no further command is started. */
let stopped: NodeJS.Signals | undefined;

/**
 * Does work that has something to tidy up afterwards: a signal to stop then never ends this process on the spot, not
 * between two commands either, but makes the work unwind.
 * @throws Interrupted when a signal came, and whatever the work throws.
 */
export async function tidily<T>(work: () => Promise<T>): Promise<T> {
  const note = (signal: NodeJS.Signals) => {
    stopped ??= signal;
  };
  for (const signal of SIGNALS) process.on(signal, note);
  try {
    const result = await work();
    refuseWhenStopped();
    return result;
  } finally {
    for (const signal of SIGNALS) process.off(signal, note);
    stopped = undefined;
  }
}

/** @throws Interrupted when a signal to stop came within {@link tidily}. */
export function refuseWhenStopped(): void {
  if (stopped) throw new Interrupted(stopped);
}

/** Whether a signal to stop came while a child ran. */
export interface Hold {
  release(): void;
  received(): NodeJS.Signals | undefined;
}

/**
 * Keeps this process alive until its child has ended. Ctrl-C reaches the child through the terminal, and a second
 * SIGINT makes Terraform drop what it does, so it is not passed on. SIGTERM comes to us alone, and a child that knows
 * nothing of SIGHUP ends by it anyway: both reach it as SIGTERM. A child that leads a group of its own hears nothing of
 * any; it only answers a question, and is ended.
 * @param leads whether it does.
 */
export function holdSignals(child: ChildProcess, leads: boolean): Hold {
  let received: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals) => {
    received = signal;
    if (leads) kill(child, leads, "SIGKILL");
    else if (signal !== "SIGINT") kill(child, leads, "SIGTERM");
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return {
    release: () => {
      for (const signal of SIGNALS) process.off(signal, stop);
    },
    received: () => received,
  };
}

/** Sends a signal to a child, and to all that it has started if it leads a group of its own. */
export function kill(child: ChildProcess, leads: boolean, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (!leads) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended meanwhile.
  }
}
