import { Agency } from './agency/agency.entity';
import { AuditEntry } from './audit/audit-entry.entity';
import { AppUser } from './auth/app-user.entity';
import { Session } from './auth/session.entity';
import { StoredFile } from './file-store/stored-file.entity';

/** Every table that is read or written row by row; the mass tables are reached through SQL files only. */
export const ENTITIES = [Agency, AuditEntry, AppUser, Session, StoredFile];
