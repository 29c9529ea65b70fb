// A generator of Prisma: writes what the schema says of people (`/// @personal purpose | kept for`) to a file that the
// privacy page is made from. Ends `prisma generate` at a comment that lacks a part.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import helper from '@prisma/generator-helper';

const MARK = '@personal ';

/** What each field of a model that is marked says. */
function personalIn({ name: model, documentation, fields }) {
  const about = documentation?.split('\n').find((line) => !line.startsWith(MARK)) ?? '';
  return fields.flatMap(({ name: field, documentation: said }) => {
    const line = said?.split('\n').find((one) => one.startsWith(MARK));
    if (line === undefined) return [];
    const [purpose = '', kept = '', ...more] = line.slice(MARK.length).split(' | ');
    if (!purpose || !kept || more.length > 0) {
      throw new Error(`${model}.${field}: write /// @personal <purpose> | <how long it is kept>.`);
    }
    return [{ model, about, field, purpose, kept }];
  });
}

helper.generatorHandler({
  onManifest: () => ({ prettyName: 'personal data', defaultOutput: '.' }),
  onGenerate({ dmmf, generator }) {
    const file = generator.output?.value ?? '';
    const rows = dmmf.datamodel.models.flatMap(personalIn);
    const text = `// Made by scripts/personal-data.mjs from prisma/schema.prisma.
export const PERSONAL_DATA = ${JSON.stringify(rows, null, 2)} as const;
`;
    mkdirSync(path.dirname(file), { recursive: true });
    // What stays the same is left alone: next dev builds anew whatever is written.
    try {
      if (readFileSync(file, 'utf8') === text) return Promise.resolve();
    } catch {
      // There was none.
    }
    writeFileSync(file, text);
    return Promise.resolve();
  },
});
