import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { z } from 'zod';
import { prisma } from '@/lib/store/database';
import type { Context } from './context';
import type PrismaTypes from './generated/pothos-types';
import { getDatamodel } from './generated/pothos-types';
import { ERRORS, RELAY } from './plugin-options';

interface SchemaTypes {
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    Seed: { Input: string; Output: bigint };
    Json: { Input: never; Output: unknown };
  };
}

/** The one schema builder. Types register themselves on it when their file is imported. */
export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ErrorsPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  prisma: { client: () => prisma(), dmmf: getDatamodel() },
  relay: RELAY,
  errors: ERRORS,
});

/** What the fields of an input type are made with. */
export type InputFields = PothosSchemaTypes.InputFieldBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>,
  'InputObject'
>;

/** What the fields of an object type are made with. */
export type OutputFields<Shape> = PothosSchemaTypes.ObjectFieldBuilder<
  PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>,
  Shape
>;

builder.queryType({ description: 'What can be read, by anybody who may see it.' });
builder.mutationType({
  description:
    'What can be asked for or changed. What a caller can put right is an answer, not an error.',
});
builder.subscriptionType({ description: 'What is told again whenever it has changed, over SSE.' });

builder.addScalarType(
  'DateTime',
  new GraphQLScalarType<Date, string>({
    name: 'DateTime',
    description: 'A moment, as ISO 8601 in UTC.',
    serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
    parseValue: (value) => {
      const text = z.iso.datetime({ offset: true }).safeParse(value).data;
      if (text !== undefined) return new Date(text);
      throw new GraphQLError('Write a moment as ISO 8601, such as 2026-11-28T12:00:00Z.');
    },
  }),
);
builder.addScalarType(
  'Seed',
  new GraphQLScalarType<string, string>({
    name: 'Seed',
    description:
      'A whole number from 0 to 2^63 − 1, written as a string because JSON cannot hold it; ' +
      'asked for as -1, a random one.',
    serialize: String,
    parseValue: String,
    parseLiteral: (node) =>
      node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : 'not a number',
  }),
);
builder.addScalarType(
  'Json',
  new GraphQLScalarType<unknown, unknown>({
    name: 'Json',
    description: 'Any JSON value.',
    serialize: (value) => value,
  }),
);
