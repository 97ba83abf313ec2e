/** Stand-in until the real one arrives. */
export function conceal(_value: string): void {}
