import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { type Answer, type RestRequest, restHandler } from '../../shared/http.ts';
import { parse } from '../../shared/parse.ts';
import { retrying } from '../../shared/retry.ts';
import { Table, VersionConflict } from '../../shared/table.ts';
import { changeOwned, FIRST_VERSION, profileKey } from '../domain.ts';
import { describe, newProfile, type Profile, profileChange, profileRecord } from './profile.ts';

const table = new Table(required('SHARED_TABLE'));
const onConflict = retrying({ when: (error) => error instanceof VersionConflict, attempts: 10 });

export const handler = restHandler({
  release: 'v1',
  routes: {
    'POST /profiles': register,
    'GET /profiles/{userId}': show,
    'PATCH /profiles/{userId}': change,
  },
});

async function register({ body }: RestRequest): Promise<Answer> {
  const { userId, ...owned } = parse(newProfile, body);
  const profile = { userId, ...owned, version: FIRST_VERSION };
  const created = await table.createItem(profileKey(userId), { type: 'profile', ...profile });
  if (!created) throw new ShopError('conflict', 'there is a profile of this user already');
  return { status: 201, body: profile };
}

async function show({ parameters }: RestRequest): Promise<Answer> {
  return { status: 200, body: describe(await read(parameters['userId'])) };
}

async function change({ parameters, body }: RestRequest): Promise<Answer> {
  const wanted = parse(profileChange, body);
  try {
    return await onConflict.execute(async () => {
      const stored = await read(parameters['userId']);
      const { set, expectedVersion } = changeOwned(stored, wanted);
      const updated = await table.updateItem(profileKey(stored.userId), set, expectedVersion);
      return { status: 200, body: describe(parse(profileRecord, updated, 'internal')) };
    });
  } catch (error) {
    if (!(error instanceof VersionConflict)) throw error;
    throw new ShopError('conflict', 'others keep changing this profile: try again', { cause: error });
  }
}

async function read(userId = ''): Promise<Profile> {
  const found = await table.getItem(profileKey(userId));
  if (found === undefined) throw new ShopError('not-found', 'there is no profile of this user');
  return parse(profileRecord, found, 'internal');
}
