import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProposalState } from './proposal.states';

/** What the receiver of the money is to the person, and how the office says it. */
export const PAYEE_RELATIONS = {
  SELF: '本人',
  SPOUSE: '配偶',
  CHILD: '子女',
  PARENT: '父母',
  GUARDIAN: '监护人',
  OTHER: '其他',
} as const;

export type PayeeRelation = keyof typeof PAYEE_RELATIONS;

/**
 * A bank account of a person (银行账户). Confirmed accounts follow each other without a gap: the current one has no
 * end, the one before it ends on the day before. One that was replaced on its first day was never in effect and ends
 * before it begins.
 */
@Entity('bank_account')
export class BankAccount {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') personId: number;
  /** Encrypted by the vault. */
  @Column('bytea') account: Buffer;
  @Column('bytea') accountIndex: Buffer;
  /** The last four digits. */
  @Column('text') accountTail: string;
  @Column('text') payeeName: string;
  @Column('text') payeeNameKey: string;
  @Column('text') payeeRelation: PayeeRelation;
  /** The authorisation (委托书) or guardianship document, when somebody else receives the money. */
  @Column('text', { nullable: true }) payeeDocument: string | null;
  @Column('text') bankName: string;
  /** CNAPS code (联行号), 12 digits. */
  @Column('text', { nullable: true }) bankCode: string | null;
  @Column('date') effectiveFrom: string;
  @Column('date', { nullable: true }) effectiveUntil: string | null;
  @Column('text') state: ProposalState;
  @Column('bigint', { nullable: true }) importId: number | null;
  @Column('bigint') proposedBy: number;
  /** Who decided, whether to confirm or to reject. */
  @Column('bigint', { nullable: true }) confirmedBy: number | null;
  @Column('timestamptz') proposedAt: Date;
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
}
