import type { Role } from './permissions';

/** The signed-in user on whose behalf a service works; every act is recorded under this name. */
export interface Actor {
  readonly agencyId: number;
  readonly userId: number;
  readonly username: string;
  readonly roles: readonly Role[];
}
