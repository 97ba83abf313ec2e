#!/usr/bin/env node
try {
  require("../register.js");
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
  console.error("The packages of this checkout are not installed.\n  next: npm ci");
  process.exit(1);
}
require("./main.ts").main(process.argv);
