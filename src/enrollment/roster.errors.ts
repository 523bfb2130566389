import { DomainError, Listed } from '../errors/domain-error';

/** A full roster ends the entitlement of who is missing, so it must say from when. */
@Listed()
export class RosterMonthMissing extends DomainError {
  static readonly code = 'roster_month_missing';
  static readonly status = 422;
  static readonly title = '全量导入须填写变更生效年月';
  constructor() {
    super('全量导入会终止不在名册中的人员，须填写变更生效年月（effectiveMonth），这些人员享受至上一月。');
  }
}

/** A mistyped ID in a full roster would look like a person who is missing, so it is applied whole or not at all. */
@Listed()
export class RosterFullOnly extends DomainError {
  static readonly code = 'roster_full_only';
  static readonly status = 422;
  static readonly title = '全量导入不能只导入正确的行';
  constructor() {
    super(
      '全量导入不能只导入正确的行：有错误的行会被当作不在名册中的人员而终止。请改正全部错误，或用增量导入。',
    );
  }
}

/** The registry changed between the check and the application, so what was confirmed is not what would happen. */
@Listed()
export class RosterImportStale extends DomainError {
  static readonly code = 'roster_import_stale';
  static readonly status = 409;
  static readonly title = '核对之后登记信息已有变动，导入作废';
  constructor(rowCount: number) {
    super(
      `核对之后登记信息已有变动，本次导入有 ${rowCount} 行的结果与确认时不同，未入库；请重新上传并确认。`,
      { rowCount },
    );
  }
}
