// Writes beside each `name.graphql` of the pages a `name.documents.ts`: its documents as strings, with the types of
// their variables and answers from graphql/schema.graphql. One file each, so that a page's bundle holds its own
// documents only. Ends with 1 and the place of the first fault in a document.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildASTSchema, concatAST, Kind, parse, Source, validate, visit } from 'graphql';

const SCHEMA = 'graphql/schema.graphql';
const WRITTEN = '.documents.ts';

/** What the plugins are told; the scalars are as they arrive, in JSON. */
const CONFIG = {
  documentMode: 'string',
  // What only the server asks is in no bundle.
  pureMagicComment: true,
  immutableTypes: true,
  skipTypename: true,
  inlineFragmentTypes: 'combine',
  useTypeImports: true,
  strictScalars: true,
  scalars: { DateTime: 'string', Seed: 'string', Json: 'unknown' },
};

/** The files below app/ whose names end like that. */
function filesOfPages(ending) {
  // An address may end so, too: its folder is no document.
  return readdirSync('app', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** `document` with the fragments that it borrows from other files. */
function whole(document, fragments) {
  const definitions = new Set(document.definitions);
  // A set goes on with what is added on the way: fragments borrow, too.
  for (const definition of definitions) {
    visit(definition, {
      FragmentSpread: ({ name }) => void definitions.add(fragments.get(name.value)),
    });
  }
  return { kind: Kind.DOCUMENT, definitions: [...definitions] };
}

try {
  const schema = parse(new Source(readFileSync(SCHEMA, 'utf8'), SCHEMA));
  const files = filesOfPages('.graphql').map((location) => ({
    location,
    document: parse(new Source(readFileSync(location, 'utf8'), location)),
  }));
  const all = concatAST(files.map(({ document }) => document));
  const [fault] = validate(buildASTSchema(schema), all);
  if (fault) throw fault;
  const fragments = new Map(
    all.definitions
      .filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const nameOf = (location) => location.replace(/\.graphql$/, WRITTEN);
  const names = files.map(({ location }) => nameOf(location));
  const before = filesOfPages(WRITTEN);
  for (const old of before) if (!names.includes(old)) rmSync(old);
  for (const { location, document } of files) {
    const filename = nameOf(location);
    const text = await codegen({
      filename,
      schema,
      documents: [{ location, document: whole(document, fragments) }],
      config: CONFIG,
      plugins: [{ operations: {} }, { typedDocuments: {} }],
      pluginMap: { operations, typedDocuments },
    });
    // What stays the same is left alone: next dev builds anew whatever is written.
    if (before.includes(filename) && readFileSync(filename, 'utf8') === text) continue;
    writeFileSync(filename, text);
  }
} catch (error) {
  console.error(String(error));
  process.exit(1);
}
