import type { BankProfile } from './bank-profile';
import {
  compileLineRenderer,
  PaymentFileRefused,
  renderHeader,
  renderTrailer,
  type FileTotals,
  type LineProblem,
  type PaymentLine,
} from './payment-lines';
import { labelOf } from './profile-fields';
import { byteOrderMark, encodeStrict, findUnencodable, UnencodableText } from './strict-encoder';

/**
 * One payment file (or part of one) as bytes, piece by piece: `header`, any number of blocks of `lines`, then
 * `trailer`. The same profile, totals and lines give the same bytes, however the lines are cut into blocks.
 */
export type PaymentFile = {
  /** Byte order mark and header; may be empty. */
  header(): Buffer;
  /**
   * A block of lines; some thousand at a time are fastest.
   * @throws PaymentFileRefused with every problem of every line of the block
   */
  lines(block: readonly PaymentLine[]): Buffer;
  /** The trailer; may be empty. */
  trailer(): Buffer;
};

/** @throws PaymentFileRefused when a value of the file itself (unit no, batch no) cannot be written */
export function paymentFile(profile: BankProfile, totals: FileTotals): PaymentFile {
  const { charset } = profile.out;
  const render = compileLineRenderer(profile, totals);
  return {
    header: () =>
      Buffer.concat([byteOrderMark(charset), encodeOrRefuse(profile, renderHeader(profile, totals), [])]),
    trailer: () => encodeOrRefuse(profile, renderTrailer(profile, totals), []),
    lines: (block) => {
      const problems: LineProblem[] = [];
      let text = '';
      for (const line of block) {
        const rendered = render(line);
        if (typeof rendered === 'string') text += rendered;
        else problems.push(...rendered);
      }
      if (problems.length > 0) {
        throw new PaymentFileRefused([...problems, ...unencodableIn(profile, block)]);
      }
      return encodeOrRefuse(profile, text, block);
    },
  };
}

function encodeOrRefuse(profile: BankProfile, text: string, block: readonly PaymentLine[]): Buffer {
  try {
    return encodeStrict(text, profile.out.charset);
  } catch (error) {
    if (!(error instanceof UnencodableText)) throw error;
    const found = unencodableIn(profile, block);
    // Not in a line, so it is in a value of the file itself.
    const own = [{ serial: null, field: 'header', message: error.message }];
    throw new PaymentFileRefused(found.length > 0 ? found : own);
  }
}

/** Which fields of which lines the charset cannot hold; fixed-width rendering has told them already. */
function unencodableIn(profile: BankProfile, block: readonly PaymentLine[]): LineProblem[] {
  const { charset, columns, kind } = profile.out;
  if (kind === 'FIXED_WIDTH') return [];
  const texts = ['payeeName', 'accountNumber', 'citizenId', 'bankName', 'bankCode', 'note'] as const;
  const used = texts.filter((field) => columns.some((column) => column.field === field));
  return block.flatMap((line) =>
    used.flatMap((field) => {
      const characters = findUnencodable(line[field] ?? '', charset);
      if (characters.length === 0) return [];
      const reason = `${labelOf(field)}中的“${characters.join('')}”不能用 ${charset} 表示`;
      return [{ serial: line.serial, field, message: `第 ${line.serial} 笔：${reason}` }];
    }),
  );
}
