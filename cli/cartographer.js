#!/usr/bin/env node
try {
  require("../register.js");
  require("./main.ts").main(process.argv);
} catch (error) {
  if (!/^Cannot find module '[^./]/.test(error.message)) throw error;
  console.error("The packages of this checkout are not installed, or not all of them.\n  next: npm ci");
  process.exitCode = 1;
}
