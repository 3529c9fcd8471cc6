// Judges configurations by a JSON Schema (2020-12). Reads {"schema": …, "documents": [text, …]} from the file named first,
// and prints {"isSchema": …, "verdicts": [[{"path", "keyword"}, …], …]}, one list of errors a document.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.argv[3] + "/package.json");
const Ajv = require("ajv/dist/2020").default;
const { schema, documents } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true });
const isSchema = ajv.validateSchema(schema);
const schemaErrors = ajv.errors;
const validate = ajv.compile(schema);
const verdicts = documents.map((text) =>
  validate(JSON.parse(text)) ? [] : validate.errors.map(({ instancePath, keyword }) => ({ path: instancePath, keyword })));
process.stdout.write(JSON.stringify({ isSchema, schemaErrors, verdicts }));
