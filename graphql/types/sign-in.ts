import { isVerified } from '@/lib/arena/verified-voters';
import { config, type SignInChoice } from '@/lib/config';
import { builder } from '../builder';

const SignIn = builder.objectRef<SignInChoice>('SignIn').implement({
  description: 'How one signs in, by a form that is sent to /sign-in. Nobody has to.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people call the issuer.' }),
    forCurators: t.boolean({
      description: 'Whether curators sign in, too.',
      resolve: ({ curatorClaim }) => curatorClaim !== undefined,
    }),
    isVerified: t.boolean({
      description: 'Whether the caller is a voter who has signed in.',
      resolve: async (_choice, _args, { session }) => {
        const voterId = await session?.knownIfAny();
        return voterId !== undefined && isVerified(voterId);
      },
    }),
  }),
});

builder.queryField('signIn', (t) =>
  t.field({
    type: SignIn,
    nullable: true,
    description: 'Null where nobody can sign in.',
    resolve: () => config().signIn,
  }),
);
