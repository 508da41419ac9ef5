/**
 * Release v1 as it is often written: read the record into a model, change the model, write the model back. It
 * passes every test of its own. What it does beside a later release, a scenario measures.
 */
import { required } from '../../shared/environment.ts';
import { ShopError } from '../../shared/errors.ts';
import { type Answer, type RestRequest, restHandler } from '../../shared/http.ts';
import { parse } from '../../shared/parse.ts';
import { Table } from '../../shared/table.ts';
import { FIRST_VERSION, profileKey } from '../domain.ts';
import { newProfile, overwrite, type Profile, profileChange, profileRecord } from './profile.ts';

const table = new Table(required('SHARED_TABLE'));

export const handler = restHandler({
  release: 'v1-naive',
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
  return { status: 200, body: await read(parameters['userId']) };
}

async function change({ parameters, body }: RestRequest): Promise<Answer> {
  const wanted = parse(profileChange, body);
  const profile = overwrite(await read(parameters['userId']), wanted);
  await table.putItem(profileKey(profile.userId), { type: 'profile', ...profile });
  return { status: 200, body: profile };
}

async function read(userId = ''): Promise<Profile> {
  const found = await table.getItem(profileKey(userId));
  if (found === undefined) throw new ShopError('not-found', 'there is no profile of this user');
  return parse(profileRecord, found, 'internal');
}
