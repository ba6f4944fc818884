// Learning Locker's own checker on statements of xAPI: `node xapi.cjs NODE_MODULES`. Reads JSON lines
// from stdin; prints JSON, a list of complaints for each line.
const path = require("node:path");

const modules = path.resolve(process.argv[2]);
const { default: validate } = require(path.join(modules, "@learninglocker", "xapi-validation"));

let text = "";
process.stdin.on("data", (part) => (text += part));
process.stdin.on("end", () => {
  const lines = text.split("\n").filter(Boolean);
  const found = lines.map((line) =>
    validate(JSON.parse(line), ["statement"]).map((warning) => JSON.stringify(warning)),
  );
  console.log(JSON.stringify(found));
});
