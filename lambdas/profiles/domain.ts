/**
 * What all releases of profiles agree on. What a profile holds is what evolves, so it is no business of this
 * file: each release says so itself.
 */

// Frozen releases import the key from here.
export { profileKey } from '../../schemas/items/profile-item.ts';

/** A record as read: what the release owns of it, and the version that counts its changes. */
export interface Stored<Owned> {
  owned: Owned;
  version: number;
}

/** An instruction to write some attributes, provided that no other writer changed the record. */
export interface OwnedChange<Owned> {
  set: Change<Owned>;
  expectedVersion: number;
}

/** Attributes to write; one that is undefined is left as it is. */
export type Change<Owned> = { [Attribute in keyof Owned]?: Owned[Attribute] | undefined };

export const FIRST_VERSION = 1;

/**
 * Changes only what is asked for, and touches only attributes that the release owns: what other releases keep
 * in the same record is not even mentioned, and so cannot be lost.
 */
export function changeOwned<Owned>(stored: Stored<Owned>, wanted: Change<Owned>): OwnedChange<Owned> {
  return { set: wanted, expectedVersion: stored.version };
}
