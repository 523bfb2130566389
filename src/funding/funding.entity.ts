import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Appropriation of a fiscal year and source (预算指标), the months it may finance and its execution window. */
@Entity('funding_line')
export class FundingLine {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') projectId: number;
  @Column('int') fiscalYear: number;
  @Column('text') code: string;
  @Column('text') name: string;
  @Column('text') source: string;
  @Column('text') functionCode: string;
  @Column('date') windowFrom: string;
  @Column('date') windowUntil: string;
  @Column('date') mayFinanceFrom: string;
  @Column('date') mayFinanceUntil: string;
  @Column('timestamptz') createdAt: Date;
}

/** A budget document (指标文件): the initial appropriation, an addition or a cut. */
@Entity('funding_document')
export class FundingDocument {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('bigint') fundingLineId: number;
  @Column('text') kind: 'INITIAL' | 'ADDED' | 'CUT';
  @Column('bigint') amountFen: number;
  @Column('text') documentNo: string;
  @Column('date') issuedOn: string;
  @Column('bigint') recordedBy: number;
  @Column('timestamptz') recordedAt: Date;
}
