// With node --require: prints the files of all modules that a program has loaded, to the standard error, when it ends.
process.on("exit", () => {
  console.error(Object.keys(require.cache).join("\n"));
});
