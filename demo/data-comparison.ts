import { buffer } from 'node:stream/consumers';
import { comparisonColumns, COMPARISON_SOURCES } from '../src/comparison/comparison-sources';
import type { SuspicionView } from '../src/comparison/suspicion.service';
import type { ImportReceipt, ImportView } from '../src/file-import/file-import.service';
import { citizenIdCheckCharacter } from '../src/person/citizen-id';
import { writeXlsx } from '../src/table-file/write-xlsx';
import type { MonthSummary } from './month-summary';
import type { Office } from './office';
import { confirmImport } from './opening';
import { SeededRandom } from './seeded-random';
import type { StoryComparison, StoryDecision } from './story';

/** Hands in a file of another office as the clerk; the reviewer confirms what it hits. */
export async function compare(
  office: Office,
  comparison: StoryComparison,
  month: MonthSummary,
): Promise<void> {
  const { source, rows } = comparison;
  const { label } = COMPARISON_SOURCES[source];
  const clerk = office.as('clerk');
  const file = { name: `${label}${month.month}.xlsx`, content: await comparisonWorkbook(office, comparison) };
  const { importId, jobId } = await clerk.upload<ImportReceipt>('/comparison-imports', file, { source });
  await clerk.job(jobId);
  const path = `/comparison-imports/${importId}`;
  const { state, version } = await office.as('reviewer').get<ImportView>(path);
  if (state !== 'CHECKED') throw new Error(`the comparison of ${month.month} is ${state}`);
  await confirmImport(office, path, version);
  month.happened(`${label}比对 ${rows.length + comparison.strangers} 行，比中`, rows.length);
}

/** A clerk proposes what becomes of a suspicion, a reviewer agrees; a confirmed one becomes a life event. */
export async function decide(office: Office, decision: StoryDecision, month: MonthSummary): Promise<void> {
  const { who, happenedOn, reason } = decision;
  const personId = await office.personId(office.book.person(who));
  const open = await office.as('clerk').get<SuspicionView[]>('/suspicions?state=OPEN&limit=200');
  const suspicion = open.find((one) => one.personId === personId);
  if (!suspicion) throw new Error('nobody suspects whom the story decides about');
  const path = `/suspicions/${suspicion.id}`;
  const act = happenedOn === null ? 'propose-to-clear' : 'propose-to-confirm';
  const proposal = { version: suspicion.version, reason, ...(happenedOn === null ? {} : { happenedOn }) };
  const { version } = await office.as('clerk').post<{ version: number }>(`${path}/${act}`, proposal);
  await office.as('reviewer').post(`${path}/agree`, { version });
  month.happened(happenedOn === null ? '疑点排除' : '疑点确认', 1);
}

/** The hits of the story among people of no roster. */
function comparisonWorkbook(
  office: Office,
  { source, on, rows, strangers }: StoryComparison,
): Promise<Buffer> {
  const random = new SeededRandom(`${source} ${on}`);
  const hits = rows.map(({ who, happenedOn, name }, index) => {
    const person = office.book.person(who);
    return [person.citizenId, name ?? person.name, happenedOn, `R${on.replaceAll('-', '')}${index}`];
  });
  const others = Array.from({ length: strangers }, (_, index) => {
    const first17 = `659900${random.between(1935, 1985)}0${random.between(1, 9)}15${9}${String(index % 100).padStart(2, '0')}`;
    return [
      first17 + citizenIdCheckCharacter(first17),
      `张${index % 2 === 0 ? '国' : '秀'}平`,
      on,
      `S${index}`,
    ];
  });
  return buffer(writeXlsx(comparisonColumns(source), [...others, ...hits], '数据比对'));
}
