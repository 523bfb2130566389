import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the parameters of a rule are set to, by name. */
export type ParameterValues = Record<string, number | string | null>;

/** What an agency, or one of its projects, sets a rule to in place of its defaults. */
@Entity('control_setting')
export class ControlSetting {
  @PrimaryColumn('bigint') agencyId: number;
  @PrimaryColumn('bigint', { generated: 'identity' }) id: number;
  @Column('text') ruleCode: string;
  @Column('bigint', { nullable: true }) projectId: number | null;
  @Column('boolean') enabled: boolean;
  @Column('jsonb') parameters: ParameterValues;
  @Column('text') reason: string;
  @Column('bigint') setBy: number;
  @Column('timestamptz') setAt: Date;
}
