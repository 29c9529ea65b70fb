import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier/flat';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const ONNX = {
  group: ['onnxruntime-*'],
  message: 'Only lib/onnx talks to ONNX Runtime.',
};

/** A pattern that matches the folders however they are reached: by the alias or relatively. */
function folders(names, message) {
  return { regex: `^(@/|(\\.\\./)+)(${names})(/|$)`, message };
}

/** The import rules of one part of the repository: dependencies point one way only. */
function layer(files, patterns, ignores = []) {
  return { files, ignores, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

const LIB_IS_BELOW = [
  folders('app|graphql', 'lib knows neither the API nor the pages.'),
  { group: ['graphql', 'graphql-*', '@apollo/*', '@pothos/*'], message: 'lib knows no GraphQL.' },
];

export default defineConfig(
  globalIgnores([
    '**/node_modules/',
    '.next/',
    '.cuda/',
    'next-env.d.ts',
    'data/',
    'training/',
    'lib/store/generated/',
    'graphql/generated/',
  ]),
  js.configs.recommended,
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
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name="upsert"] Property[key.name="update"] > ObjectExpression[properties.length=0]',
          message:
            'Prisma makes SELECT and INSERT of an upsert that updates nothing, and two at once fail. Repeat its unique key: then it is one INSERT … ON CONFLICT.',
        },
      ],
    },
  },
  { files: ['**/*.{js,mjs}'], languageOptions: { globals: globals.node } },
  layer(['app/**', 'graphql/**', 'scripts/**', 'prisma/**', 'tests/**'], [ONNX]),
  layer(['graphql/**'], [ONNX, folders('app', 'The API does not know the pages.')]),
  layer(['lib/**'], [ONNX, ...LIB_IS_BELOW], ['lib/onnx/**', 'lib/diffusion/**']),
  layer(['lib/onnx/**'], LIB_IS_BELOW),
  layer(
    ['lib/diffusion/**'],
    [
      ONNX,
      ...LIB_IS_BELOW,
      folders('lib/(?!diffusion/|random/)', 'lib/diffusion is pure.'),
      { group: ['next', 'next/*', '@prisma/*', 'pg', 'pg-boss'], message: 'It is pure.' },
    ],
  ),
  prettier,
);
