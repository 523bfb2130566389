import { DomainError, Listed } from '../errors/domain-error';

/** Every way in which an uploaded table is refused as a whole; nothing of it has been applied. */
export abstract class TableFileRefused extends DomainError {}

/** The upload has more bytes than the limit; reading stopped there. */
@Listed()
export class TableFileTooLarge extends TableFileRefused {
  static readonly code = 'table_file_too_large';
  static readonly status = 413;
  static readonly title = '上传文件过大';
  constructor(name: string, limitBytes: number) {
    super(`文件“${name}”超过 ${limitBytes / 1024 / 1024} MB 的上限，请拆成几个文件分别上传。`, {
      name,
      limitBytes,
    });
  }
}

/** The text is not in the charset the file declares, or in none that is accepted. */
@Listed()
export class TableFileEncodingWrong extends TableFileRefused {
  static readonly code = 'table_file_encoding_wrong';
  static readonly status = 422;
  static readonly title = '文件编码不正确';
  constructor(name: string, sentence: string) {
    super(`文件编码不正确：文件“${name}”${sentence}`, { name });
  }
}

/** Neither an xlsx workbook nor a csv text, or a damaged one. */
@Listed()
export class TableFileNotATable extends TableFileRefused {
  static readonly code = 'table_file_not_a_table';
  static readonly status = 422;
  static readonly title = '文件不是可以读取的表格';
  constructor(sentence: string, facts: Record<string, unknown> = {}) {
    super(sentence, facts);
  }
}

/** Several visible sheets hold data: which of them is meant, nobody but the user knows. */
@Listed()
export class TableFileSeveralSheets extends TableFileRefused {
  static readonly code = 'table_file_several_sheets';
  static readonly status = 422;
  static readonly title = '工作簿有多个含数据的工作表';
  constructor(sheetNames: string[]) {
    const names = sheetNames.map((name) => `“${name}”`).join('、');
    super(`工作簿有多个含数据的工作表（如 ${names}）；请只保留一个，其余的删除或另存为单独的文件。`, {
      sheetNames,
    });
  }
}

/** The archive unpacks to far more than a table can be. */
@Listed()
export class TableFileZipBomb extends TableFileRefused {
  static readonly code = 'table_file_zip_bomb';
  static readonly status = 422;
  static readonly title = '压缩内容异常，拒绝读取';
  constructor(reason: string, facts: Record<string, unknown>) {
    super(
      `工作簿的压缩内容异常（${reason}），为保护系统已拒绝读取；请在 Excel 中打开后另存为新的 xlsx 文件再上传。`,
      facts,
    );
  }
}

/** More rows than one file may have. */
@Listed()
export class TableFileTooManyRows extends TableFileRefused {
  static readonly code = 'table_file_too_many_rows';
  static readonly status = 422;
  static readonly title = '表格行数超过上限';
  constructor(rowLimit: number) {
    super(`表格超过 ${rowLimit.toLocaleString('en-US')} 行的上限，请拆成几个文件。`, { rowLimit });
  }
}

/** A filled cell beyond the last column one file may have. */
@Listed()
export class TableFileTooManyColumns extends TableFileRefused {
  static readonly code = 'table_file_too_many_columns';
  static readonly status = 422;
  static readonly title = '表格列数超过上限';
  constructor(rowNo: number, columnLimit: number) {
    super(`第 ${rowNo} 行在第 ${columnLimit} 列之后还有内容，请删除模板以外的列。`, { rowNo, columnLimit });
  }
}

/** One cell holds more text than any field can have. */
@Listed()
export class TableFileCellTooLong extends TableFileRefused {
  static readonly code = 'table_file_cell_too_long';
  static readonly status = 422;
  static readonly title = '单元格内容过长';
  constructor(rowNo: number, column: string, characterLimit: number) {
    super(`第 ${rowNo} 行 ${column} 列的内容超过 ${characterLimit.toLocaleString('en-US')} 个字。`, {
      rowNo,
      column,
      characterLimit,
    });
  }
}

/** The header row is not that of the template; `problems` names every difference at once. */
@Listed()
export class TableHeaderDiffers extends TableFileRefused {
  static readonly code = 'table_header_differs';
  static readonly status = 422;
  static readonly title = '表头与模板不一致';
  constructor(headerRowNo: number | null, problems: string[]) {
    super(`表头与模板不一致：${problems.join('；')}。请下载模板，按模板的列名和顺序填写。`, {
      headerRowNo,
      problems,
    });
  }
}
