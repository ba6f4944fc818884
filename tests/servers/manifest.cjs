// Atlassian's own checker on manifests: `node manifest.cjs NODE_MODULES FOLDER ...`. Prints JSON, a
// list of complaints for each folder.
const path = require("node:path");

const [modules, ...folders] = process.argv.slice(2).map((each) => path.resolve(each));
const home = path.join(modules, "@forge", "manifest");
const checker = require(home);

// Made once: it takes seconds to compile the schema.
const processor = new checker.FullValidationProcessor({ deprecatedRuntimes: ["nodejs18.x", "nodejs20.x"] });
const scopes = require(path.join(home, "out", "mapping", "product-event-to-scope-mapping.json"));
processor.validators.push(new checker.ProductTriggerScopesValidator(scopes)); // events and scopes

async function check(folder) {
  process.chdir(folder); // resources are found from there
  const { success, errors = [] } = await processor.process(path.join(folder, "manifest.yml"));
  const said = errors.map(({ level, message }) => `${level}: ${message}`);
  return success || said.length ? said : ["error: refused without a reason"];
}

async function main() {
  const found = [];
  for (const folder of folders) found.push(await check(folder));
  console.log(JSON.stringify(found));
}

main();
