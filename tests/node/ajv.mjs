// Judges documents by a JSON Schema (2020-12, or draft 4). Reads {"schema": …, "documents": [text, …]} from the file named first,
// and prints {"isSchema": …, "verdicts": [[{"path", "keyword"}, …], …]}, one list of errors a document.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.argv[3] + "/package.json");
const { schema, documents } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const isOld = schema.$schema.includes("/draft-04/");
const Ajv = require(isOld ? "ajv-draft-04" : "ajv/dist/2020").default;
// An old schema's patterns are older than the stricter ones of Unicode.
const ajv = require("ajv-formats").default(new Ajv({ strict: false, allErrors: true, unicodeRegExp: !isOld }));
const isSchema = ajv.validateSchema(schema);
const schemaErrors = ajv.errors;
const validate = ajv.compile(schema);
const verdicts = documents.map((text) =>
  validate(JSON.parse(text)) ? [] : validate.errors.map(({ instancePath, keyword }) => ({ path: instancePath, keyword })));
process.stdout.write(JSON.stringify({ isSchema, schemaErrors, verdicts }));
