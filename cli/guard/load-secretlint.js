/**
 * secretlint, and its recommended rules. In JavaScript, because both are ES modules, which every Node loads by an
 * import() alone; of one in TypeScript the compiler here makes a require().
 */
module.exports.loadSecretlint = async () => {
  const [{ lintSource }, { rules }] = await Promise.all([
    import("@secretlint/core"),
    import("@secretlint/secretlint-rule-preset-recommend"),
  ]);
  return { lintSource, rules };
};
