import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One version of how a bank wants its files (银行文件方案); never changed, a change is the next version. */
@Entity('bank_profile')
export class BankProfileVersion {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('text') code: string;
  @Column('int') versionNo: number;
  @Column('text') name: string;
  /** As `readBankProfile` accepted it. */
  @Column('jsonb') definition: object;
  /** The number the bank knows the office by (单位编号). */
  @Column('text') payerUnitNo: string;
  /** Encrypted by the vault. */
  @Column('bytea') payerAccount: Buffer;
  @Column('bigint') createdBy: number;
  @Column('timestamptz') createdAt: Date;
}
