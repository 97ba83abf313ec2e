// What runs on NixOS alone, or needs systemd's own tools, is tested on Linux alone; elsewhere the summary counts it as
// skipped.
const isLinux = process.platform === "linux";

export const onLinux = isLinux ? test : test.skip;
export const describeOnLinux = isLinux ? describe : describe.skip;
