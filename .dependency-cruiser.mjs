/** The rooms of lib, from above to below: each may import its own row and those further down. */
const ROWS = [
  ['arena', 'exports', 'jobs', 'studies', 'studio', 'yours'],
  ['enrichment', 'evaluation', 'methods', 'models'],
  ['onnx', 'store'],
  ['diffusion', 'random'],
];

/** A pattern for whatever lies in one of these folders of lib. */
function rooms(names) {
  return `^lib/(${names.join('|')})/`;
}

function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

const PURE = rooms(['diffusion', 'random', 'evaluation']);

/** Libraries that only count, parse or check. */
const PURE_LIBRARIES = '^node_modules/(@huggingface/tokenizers|jstat|ml-matrix|zod)/';

export default {
  forbidden: [
    forbid('no-circle', 'No file needs itself.', {}, { circular: true }),
    // What is generated imports the types of a package that holds nothing else.
    forbid(
      'no-gap',
      'What is not found is not checked.',
      { pathNot: '[.]documents[.]ts$' },
      { couldNotResolve: true },
    ),
    forbid(
      'tests-are-above-all',
      'Nothing is made of tests, and no part of the product of scripts.',
      { path: '^(app|graphql|lib)/' },
      { path: '^(tests|scripts|prisma)/' },
    ),
    forbid(
      'api-knows-no-pages',
      'The API does not know the pages.',
      { path: '^graphql/' },
      { path: '^app/' },
    ),
    forbid(
      'lib-is-below',
      'lib knows neither the API nor the pages, nor what they are made with.',
      { path: '^lib/' },
      {
        path: '^(app|graphql)/|^node_modules/(graphql|graphql-[^/]*|@apollo/[^/]*|@pothos/[^/]*|next|react|react-dom)/',
      },
    ),
    ...ROWS.slice(1).map((row, i) =>
      forbid(
        `${row.join('-')}-is-below`,
        `${row.join(', ')} know nothing of what is made of them.`,
        { path: rooms(row) },
        { path: rooms(ROWS.slice(0, i + 1).flat()) },
      ),
    ),
    forbid(
      'onnx-beside-store',
      'Sessions know no rows.',
      { path: rooms(['onnx']) },
      { path: rooms(['store']) },
    ),
    forbid(
      'store-beside-onnx',
      'Rows know no sessions.',
      { path: rooms(['store']) },
      { path: rooms(['onnx']) },
    ),
    forbid(
      'pure-is-alone',
      'Inference and statistics are pure: they know nothing else of ours but how to read a list.',
      { path: PURE },
      { path: '^lib/', pathNot: [PURE, '^lib/at[.]ts$'] },
    ),
    forbid(
      'pure-touches-nothing',
      'Inference and statistics are pure: no files, no network, no database.',
      { path: PURE },
      { dependencyTypesNot: ['local', 'aliased'], pathNot: PURE_LIBRARIES },
    ),
    forbid(
      'one-owner-of-sessions',
      'Only lib/onnx talks to ONNX Runtime.',
      { pathNot: rooms(['onnx']) },
      { path: '^node_modules/onnxruntime-' },
    ),
    forbid(
      'one-opener-of-sessions',
      'Ask a SessionPool: only it opens and closes sessions.',
      { path: '^(app|graphql|lib|scripts|prisma)/', pathNot: rooms(['onnx']) },
      { path: '^lib/onnx/native-session' },
    ),
    forbid(
      'web-runs-no-network',
      'A run blocks its thread: pages and API never reach ONNX Runtime.',
      { path: '^(app|graphql)/' },
      { path: '^lib/onnx/', reachable: true },
    ),
    forbid(
      'pages-read-the-schema',
      'What a page can read, the API can read: ask the schema.',
      { path: '^app/' },
      { path: '^lib/store/(database|generated)' },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/generated/'] },
    exclude: { path: '^(\\.next|data|training)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Types count too: who imports a type knows of what it describes.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types'] },
  },
};
