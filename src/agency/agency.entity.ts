import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A tenant (经办机构); agencies form a tree by `parentId`. */
@Entity('agency')
export class Agency {
  @PrimaryColumn('bigint') id: number;
  @Column('bigint', { nullable: true }) parentId: number | null;
  @Column('text') code: string;
  @Column('text') name: string;
  @Column('timestamptz') createdAt: Date;
}
