import { DomainError, Listed } from '../errors/domain-error';

/** A death was confirmed between the check of a file and its application; the file says that person lives. */
@Listed()
export class VerificationImportStale extends DomainError {
  static readonly code = 'verification_import_stale';
  static readonly status = 409;
  static readonly title = '核对之后人员登记已有变动，导入作废';
  constructor(rowCount: number) {
    super(`核对之后有 ${rowCount} 名人员登记了早于认证日期的死亡，本次导入未入库；请核实后重新上传。`, {
      rowCount,
    });
  }
}
