// Prints what the schema of GitHub's actions, in the validator from npm, has against the file named first; a list, empty if nothing.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.argv[3] + "/package.json");
const { validateAction } = require("@action-validator/core");
process.stdout.write(JSON.stringify(validateAction(readFileSync(process.argv[2], "utf8")).errors));
