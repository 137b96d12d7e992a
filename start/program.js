// The program for Pulumi, which would otherwise check its types at every start.
module.exports = require("./load").load("index.ts");
