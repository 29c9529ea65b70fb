import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier/flat';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const INDEXED = '[left.type="MemberExpression"][left.computed=true]';
const INDEXED_CHAIN = '[left.type="ChainExpression"][left.expression.computed=true]';
const PLAUSIBLE = ':matches([right.type="Literal"][right.raw!="null"], [right.name="NaN"])';

/** `list[i] ?? 0` and its like; a record's field of a known name, and a group of a regular expression, may be missing. */
const HIDDEN_INDEX = [
  `LogicalExpression[operator="??"]${INDEXED}:not([left.property.raw=/^\\D/])${PLAUSIBLE}`,
  `LogicalExpression[operator="??"]${INDEXED_CHAIN}:not([left.expression.property.type="Literal"])${PLAUSIBLE}`,
];

export default defineConfig(
  globalIgnores([
    '**/node_modules/',
    '.next/',
    '.cuda/',
    '.seaweedfs/',
    'next-env.d.ts',
    'data/',
    'training/',
    'lib/store/generated/',
    'lib/yours/generated/',
    'graphql/generated/',
    '**/*.documents.ts',
  ]),
  js.configs.recommended,
  {
    rules: {
      'no-restricted-syntax': [
        'error',
        ...HIDDEN_INDEX.map((selector) => ({
          selector,
          message:
            'A missing element becomes a plausible value here. Use `at()`, which throws, or say what its absence means.',
        })),
        {
          selector: 'ObjectExpression > SpreadElement > :matches(ObjectExpression, TSAsExpression)',
          message: 'Write the fields themselves; a literal within a literal only packs lines.',
        },
        {
          selector:
            'CallExpression[callee.property.name="upsert"] Property[key.name="update"] > ObjectExpression[properties.length=0]',
          message:
            'Prisma makes SELECT and INSERT of an upsert that updates nothing, and two at once fail. Repeat its unique key: then it is one INSERT … ON CONFLICT.',
        },
      ],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: globals.node } },
  {
    ignores: ['scripts/command-line.mjs'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: 'node:util',
          importNames: ['parseArgs'],
          message: 'Take `commandLine`, which has --help and sentences instead of stacks.',
        },
      ],
    },
  },
  prettier,
);
