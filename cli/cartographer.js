#!/usr/bin/env node
const { refuse } = require("../register.js");

try {
  require("./main.ts").main(process.argv);
} catch (error) {
  if (!/^Cannot find module '[^./]/.test(error.message)) throw error;
  refuse();
}
