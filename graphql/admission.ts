import {
  getNamedType,
  GraphQLError,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  valueFromASTUntyped,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { GALLERY_PAGE } from '@/lib/studio/gallery';
import type { Cost } from './context';
import { schema } from './schema';

/** Beyond these no page of ours and no sensible program goes; introspection by GraphiQL stays below them. */
export const MOST = {
  tokens: 3000,
  depth: 18,
  fields: 1000,
  aliases: 60,
  rootFields: 20,
  directives: 50,
  cost: 20_000,
  /** Characters of one text, but for a picture's. */
  text: 10_000,
} as const;

/** Of a connection without `first` or `last`, and the most that any gives. */
const PAGE = { usual: 20, most: 100 };

/** A list that is no connection: the pictures of a comparison, the models of a base. */
const LIST = 6;

/** Lists of other lengths; the short ones cost no statement of their own. */
const LISTS: ReadonlyMap<string, number> = new Map([
  ['GalleryPage.comparisons', GALLERY_PAGE],
  ['Generation.scores', 1],
  ['Generation.votes', 2],
  ['AutomaticScore.facts', 3],
  ['AutomaticScore.unknownWords', 2],
  ['WayRow.differences', 2],
]);

/** A value of whatever size: a card's table, the shares of attention. */
const JSON_COST = 50;

/** What takes more than reading rows: putting thousands of comparisons in order, counting all of a list, splitting words. */
const FIELD_COSTS: ReadonlyMap<string, number> = new Map([
  ['Query.gallery', 2000],
  ['Base.reading', 2000],
  ['Study.progress', 100],
  ['QueryGenerationsConnection.totalCount', 20],
  ['QueryComparisonsConnection.totalCount', 20],
  ['QueryPromptsConnection.totalCount', 20],
  ['PromptGenerationsConnection.totalCount', 20],
]);

/** How large a document is with its fragments written out, and what it costs at most. */
interface Measure {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
  readonly cost: number;
}

const NOTHING: Measure = { depth: 0, fields: 0, aliases: 0, directives: 0, cost: 0 };

function beside(a: Measure, b: Measure): Measure {
  return {
    depth: Math.max(a.depth, b.depth),
    fields: a.fields + b.fields,
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
    cost: a.cost + b.cost,
  };
}

type Variables = Readonly<Record<string, unknown>>;

/** What an operation's variables are, with the values that stand for those that are not given. */
function withDefaults({ variableDefinitions }: OperationDefinitionNode, given: Variables) {
  const defaults = (variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

/** How many things `nodes` is asked for. */
function idsIn(given: readonly ArgumentNode[], variables: Variables): number {
  const ids = given.find(({ name }) => name.value === 'ids')?.value;
  const list: unknown = ids && valueFromASTUntyped(ids, { ...variables });
  return Array.isArray(list) ? list.length : 1;
}

function pageSize(given: readonly ArgumentNode[], variables: Variables): number {
  const said = given.flatMap(({ name, value }) => {
    if (name.value !== 'first' && name.value !== 'last') return [];
    if (value.kind === Kind.INT) return [Number(value.value)];
    return value.kind === Kind.VARIABLE ? [variables[value.name.value]] : [];
  });
  const sizes = said.filter((size) => typeof size === 'number' && size >= 0);
  return Math.min(PAGE.most, Number(sizes[0] ?? PAGE.usual));
}

function isList(type: GraphQLOutputType): boolean {
  return isNonNullType(type) ? isList(type.ofType) : isListType(type);
}

/** How often a field's selection is answered: a connection's once for each of the page. */
function timesOf(
  type: GraphQLOutputType,
  parent: GraphQLNamedType | undefined,
  node: FieldNode,
  variables: Variables,
): number {
  if (getNamedType(type).name.endsWith('Connection')) {
    return pageSize(node.arguments ?? [], variables);
  }
  if (node.name.value === 'nodes' && node.arguments?.length) {
    return idsIn(node.arguments, variables);
  }
  // The nodes of a connection are counted with it.
  if (!isList(type) || node.name.value === 'edges' || node.name.value === 'nodes') return 1;
  return LISTS.get(`${parent?.name ?? ''}.${node.name.value}`) ?? LIST;
}

function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLOutputType | undefined {
  const meta = { __schema: '__Schema', __type: '__Type' }[name];
  if (meta !== undefined && type === schema.getQueryType()) {
    const found = schema.getType(meta);
    return isCompositeType(found) ? found : undefined;
  }
  return type && 'getFields' in type && isCompositeType(type)
    ? type.getFields()[name]?.type
    : undefined;
}

/** Each fragment is measured once, however often it is spread, so that this takes no longer than the document is. */
class Scale {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #measured = new Map<string, Measure>();

  constructor(
    document: DocumentNode,
    readonly variables: Variables,
  ) {
    this.#fragments = new Map(
      document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
      ),
    );
  }

  #fragment(name: string): Measure {
    const before = this.#measured.get(name);
    if (before) return before;
    // A fragment within itself is refused by validation; here it only must end.
    this.#measured.set(name, NOTHING);
    const fragment = this.#fragments.get(name);
    if (!fragment) return NOTHING;
    const type = schema.getType(fragment.typeCondition.name.value);
    const measure = this.of(fragment.selectionSet, type);
    this.#measured.set(name, measure);
    return measure;
  }

  #own(node: FieldNode, type?: GraphQLOutputType, parent?: GraphQLNamedType): number {
    const known = FIELD_COSTS.get(`${parent?.name ?? ''}.${node.name.value}`);
    return known ?? (type && getNamedType(type).name === 'Json' ? JSON_COST : 1);
  }

  #field(node: FieldNode, parent: GraphQLNamedType | undefined): Measure {
    const type = fieldOf(parent, node.name.value);
    const inner = node.selectionSet
      ? this.of(node.selectionSet, type && getNamedType(type))
      : NOTHING;
    const times = type ? timesOf(type, parent, node, this.variables) : 1;
    return {
      depth: inner.depth + 1,
      fields: inner.fields + 1,
      aliases: inner.aliases + (node.alias ? 1 : 0),
      directives: inner.directives,
      cost: this.#own(node, type, parent) + times * inner.cost,
    };
  }

  of({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): Measure {
    let sum = NOTHING;
    for (const node of selections) {
      const directives = node.directives?.length ?? 0;
      sum = beside(sum, { ...NOTHING, directives });
      if (node.kind === Kind.FIELD) sum = beside(sum, this.#field(node, type));
      else if (node.kind === Kind.FRAGMENT_SPREAD)
        sum = beside(sum, this.#fragment(node.name.value));
      else {
        const condition = node.typeCondition?.name.value;
        const narrowed = condition === undefined ? type : schema.getType(condition);
        sum = beside(sum, this.of(node.selectionSet, narrowed));
      }
    }
    return sum;
  }
}

/** What is known of a document that is admitted: its cost, and the kinds of its operations. */
export interface Admitted {
  readonly cost: Cost;
  readonly kinds: readonly string[];
}

function refuse(what: string, found: number, most: number): void {
  if (found <= most) return;
  throw new GraphQLError(`The document has ${what}, and at most ${most} are answered.`, {
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
}

function measure(operation: OperationDefinitionNode, document: DocumentNode, variables: Variables) {
  const { selectionSet } = operation;
  const whole = withDefaults(operation, variables);
  const { depth, fields, aliases, directives, cost } = new Scale(document, whole).of(
    selectionSet,
    schema.getRootType(operation.operation) ?? undefined,
  );
  refuse(
    `${selectionSet.selections.length} root fields`,
    selectionSet.selections.length,
    MOST.rootFields,
  );
  refuse(`${depth} levels of fields`, depth, MOST.depth);
  refuse(`${aliases} aliases`, aliases, MOST.aliases);
  refuse(`${directives} directives`, directives, MOST.directives);
  refuse(`${fields} fields with its fragments written out`, fields, MOST.fields);
  refuse(
    `a cost of ${cost} (each field once for everything that it may be asked of)`,
    cost,
    MOST.cost,
  );
  return cost;
}

/** The fields whose arguments may be as long as a body may be. */
const TAKES_FILES = new Set(['keepPicture', 'importPromptSet', 'promptSetPreview']);

/** The length of the longest text in a value, however deep it goes: whoever sends it decides that. */
function longestOf(value: unknown): number {
  const left = [value];
  let longest = 0;
  while (left.length > 0) {
    const own = left.pop();
    if (typeof own === 'string') longest = Math.max(longest, own.length);
    else if (typeof own === 'object' && own !== null)
      for (const inner of Object.values(own)) left.push(inner);
  }
  return longest;
}

/** No search is so long, and whoever looks for one keeps the database from everybody. */
function refuseLongTexts(document: DocumentNode, variables: Variables): void {
  const takesFiles = document.definitions.every(
    (definition) =>
      definition.kind !== Kind.OPERATION_DEFINITION ||
      definition.selectionSet.selections.every(
        (field) => field.kind === Kind.FIELD && TAKES_FILES.has(field.name.value),
      ),
  );
  const lengths = [longestOf(variables)];
  visit(document, { StringValue: ({ value }) => void lengths.push(value.length) });
  const longest = Math.max(...lengths);
  if (!takesFiles) refuse(`a text of ${longest} characters`, longest, MOST.text);
}

/**
 * Looks at a document before anything else does, in time that grows with its length only: GraphQL's own validation
 * compares every field with every other. Whoever serves a document asks here first. Throws GraphQLError when it has
 * too many tokens, fields, aliases, directives or levels, or asks for too much; a document that cannot be parsed is
 * left to the server's own answer, and then this is undefined.
 */
export function admit(source: string, variables: Variables = {}): Admitted | undefined {
  let document: DocumentNode;
  try {
    document = parse(source, { maxLexicalTokens: MOST.tokens, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError && error.message.includes('tokens')) {
      throw new GraphQLError(`The document is longer than ${MOST.tokens} words and signs.`, {
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      });
    }
    return undefined;
  }
  refuseLongTexts(document, variables);
  const costs = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [measure(definition, document, variables)] : [],
  );
  const kinds = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.operation] : [],
  );
  return { cost: { requested: Math.max(0, ...costs), most: MOST.cost }, kinds };
}
