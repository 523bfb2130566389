import { Column, Entity, PrimaryColumn } from 'typeorm';

export type Sex = 'MALE' | 'FEMALE';

/** A person of the registry (人员), one per citizen ID. */
@Entity('person')
export class Person {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  /** Encrypted by the vault. */
  @Column('bytea') citizenId: Buffer;
  @Column('bytea') citizenIdIndex: Buffer;
  @Column('text') citizenIdTail: string;
  @Column('text') name: string;
  /** What names are compared and searched by, see `nameKeyOf`. */
  @Column('text') nameKey: string;
  /** The name as it came, where it was mended. */
  @Column('text', { nullable: true }) originalName: string | null;
  @Column('text') sex: Sex;
  @Column('date') bornOn: string;
  /** Encrypted by the vault. */
  @Column('bytea', { nullable: true }) phone: Buffer | null;
  @Column('bytea', { nullable: true }) phoneIndex: Buffer | null;
  @Column('text') street: string;
  @Column('text') community: string;
  @Column('timestamptz') createdAt: Date;
  @Column('int') version: number;
}
