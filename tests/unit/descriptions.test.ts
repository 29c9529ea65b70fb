import { readFileSync } from 'node:fs';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
} from 'graphql';
import { expect, test } from 'vitest';

interface Element {
  readonly name: string;
  readonly description: string;
}

const LEAST_WORDS = 3;
const printed = buildSchema(readFileSync('graphql/schema.graphql', 'utf8'));
const types = Object.values(printed.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

function element(name: string, { description }: { description?: string | null | undefined }) {
  return { name, description: description ?? '' };
}

/** A type with all that is in it. */
function elementsOf(type: GraphQLNamedType): Element[] {
  const own = element(type.name, type);
  if (isEnumType(type)) {
    return [own, ...type.getValues().map((value) => element(`${type.name}.${value.name}`, value))];
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    return [own, ...fields.map((field) => element(`${type.name}.${field.name}`, field))];
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const name = `${type.name}.${field.name}`;
      return [
        element(name, field),
        ...field.args.map((arg) => element(`${name}(${arg.name})`, arg)),
      ];
    });
    return [own, ...fields];
  }
  return [own];
}

test('every type, field, argument and enum value says what it is, in words', () => {
  const elements = types.flatMap(elementsOf);
  const bare = elements.filter(
    ({ description }) => description.split(/\s+/).filter(Boolean).length < LEAST_WORDS,
  );

  expect(elements.length).toBeGreaterThan(1000);
  expect(bare.map(({ name }) => name)).toEqual([]);
});

test.each(types.filter(isEnumType))('no two values of $name are described alike', (type) => {
  const told = type.getValues().map(({ description }) => description);

  expect(new Set(told).size).toBe(told.length);
});
