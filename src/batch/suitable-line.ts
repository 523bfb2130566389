import type { EntityManager } from 'typeorm';
import { printMonth } from '../calendar/month';
import { FundingLine } from '../funding/funding.entity';
import type { Payout } from '../project/payout.entity';
import { FundingLineUnsuitable } from './batch.errors';

/** The line that pays for a payout: the one wanted, else the project's only suitable one. Throws `FundingLineUnsuitable`. */
export async function suitableLine(
  tx: EntityManager,
  payout: Payout,
  wanted: number | undefined,
): Promise<FundingLine> {
  const { agencyId, projectId, coversFrom, coversUntil } = payout;
  const lines = await tx.findBy(FundingLine, { agencyId, projectId });
  const suitable = lines.filter(
    (line) => line.mayFinanceFrom <= coversFrom && coversUntil <= line.mayFinanceUntil,
  );
  const chosen = wanted === undefined ? suitable : suitable.filter((line) => line.id === wanted);
  const [line] = chosen;
  if (line && chosen.length === 1) return line;
  const months = `${printMonth(coversFrom)} 至 ${printMonth(coversUntil)}`;
  if (wanted !== undefined)
    throw new FundingLineUnsuitable(`所选预算指标不属于本项目，或不能列支 ${months} 的待遇。`);
  throw new FundingLineUnsuitable(
    line
      ? `有 ${chosen.length} 个预算指标可列支 ${months}，请指定一个。`
      : `没有可列支 ${months} 的预算指标，请财务先登记。`,
  );
}
