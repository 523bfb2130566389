import { printCapitals } from '../calendar/capital-amount';
import { printYuan, type Fen } from '../calendar/money';
import { printMonth } from '../calendar/month';
import type { Project } from '../project/project.entity';
import type { CaseDetail } from './recovery-list.service';
import type { AgreementRow } from './recovery.sql';
import type { LetterTable, LetterText } from './write-letter';

/** What a letter is written from. */
export interface LetterFacts {
  readonly agencyName: string;
  readonly projects: readonly Project[];
  readonly found: CaseDetail;
  readonly today: string;
}

/**
 * The rules a repayment is ordered by, after the nature of the money. The regulation on handling social insurance is for the
 * statutory insurances; to subsidies paid from a budget it applies by analogy only (its art. 2).
 */
const LEGAL_BASIS: { readonly [Nature in Project['fundNature']]: string } = {
  GENERAL_BUDGET: '《财政违法行为处罚处分条例》的有关规定，并参照《社会保险经办条例》第四十六条',
  SUPERIOR_TRANSFER: '《财政违法行为处罚处分条例》的有关规定，并参照《社会保险经办条例》第四十六条',
  INSURANCE_FUND: '《中华人民共和国社会保险法》的有关规定和《社会保险经办条例》第四十六条',
};

/** 责令退回通知书: who, for which months of which project, by which rules, how much, and until when. */
export function orderOfRepayment(facts: LetterFacts): LetterText {
  const { agencyName, projects, found } = facts;
  const waived = found.months.filter(({ standing }) => standing === 'WAIVED');
  return {
    title: '责令退回通知书',
    documentNo: `追回〔${found.orderedOn!.slice(0, 4)}〕${found.id}号`,
    body: [
      `${found.personName}（公民身份号码：${found.citizenId}）或其继承人、领取人：`,
      `经核定，${found.basis ?? ''}。下列月份的待遇不应发放而已发放，共 ${claimedOf(found).length} 个月（项），明细如下：`,
      monthTable(found),
      ...(waived.length > 0
        ? [
            `另有 ${waived.map(({ period }) => printMonth(period)).join('、')} 已发 ${printYuan(found.waivedFen)} 元，按项目规定不予追回。`,
          ]
        : []),
      ...projects.map(
        ({ name, policyBasis, fundNature }) =>
          `“${name}”依据${policyBasis}发放。对多发部分，依据${LEGAL_BASIS[fundNature]}，责令退回。`,
      ),
      `应退回金额合计 ${sumOf(found.claimedFen)}。请于 ${printDate(found.repayBy!)}前退回。`,
      '一次退回确有困难的，可与我机构签订协议分期退回，或者从以后的待遇中抵扣。逾期不退回又不签订协议的，移交有关机关依法处理。',
      '对本通知有异议的，可以依法申请行政复议或者提起行政诉讼。',
    ],
    closing: [agencyName, printDate(found.orderedOn!)],
  };
}

/** 分期还款协议: the sum that is open and the days on which which part of it is due. */
export function instalmentAgreement(facts: LetterFacts, agreement: AgreementRow): LetterText {
  const { agencyName, found } = facts;
  return {
    title: '分期还款协议',
    documentNo: agreement.documentNo,
    body: [
      `甲方：${agencyName}`,
      `乙方：${found.personName}（公民身份号码：${found.citizenId}）或其继承人、领取人`,
      `一、乙方应向甲方退回多发待遇 ${sumOf(found.orderedFen ?? found.claimedFen)}（责令退回通知书：追回〔${found.orderedOn!.slice(0, 4)}〕${found.id}号）。`,
      monthTable(found),
      `二、签订本协议时尚欠 ${sumOf(agreement.totalFen)}，分 ${agreement.instalments.length} 期退回：`,
      {
        columns: ['期次', '到期日', '金额（元）'],
        rows: agreement.instalments.map(({ seq, dueOn, amountFen }) => [
          String(seq),
          dueOn,
          printYuan(amountFen),
        ]),
      },
      '三、任何一期逾期未足额退回的，甲方可以终止本协议，要求一次退回全部尚欠金额，或者移交有关机关依法处理。',
      '四、本协议一式两份，甲乙双方各执一份，自签字盖章之日起生效。依据：《社会保险经办条例》第四十六条。',
    ],
    closing: [
      '甲方（盖章）：　　　　　　　　　　',
      '乙方（签字）：　　　　　　　　　　',
      `签订日期：${printDate(agreement.signedOn)}`,
    ],
  };
}

/** 抵扣同意书: a form by which somebody agrees that another person's debt is taken from the own payments. */
export function consentForm({ agencyName, found, today }: LetterFacts): LetterText {
  return {
    title: '抵扣同意书',
    documentNo: `追回〔${found.orderedOn!.slice(0, 4)}〕${found.id}号`,
    body: [
      `${agencyName}：`,
      `本人＿＿＿＿＿＿（公民身份号码：＿＿＿＿＿＿＿＿＿＿），系${found.personName}（公民身份号码：${found.citizenId}）的＿＿＿＿。`,
      `已知悉${found.personName}应退回多发待遇，尚欠 ${sumOf(found.openFen)}。本人自愿同意从本人以后领取的待遇中抵扣，每次发放抵扣＿＿＿＿元，抵扣总额不超过＿＿＿＿元。`,
      '每次抵扣后的余额仍按期发放至本人账户。本人身故或者不再享受待遇的，抵扣即行停止。',
    ],
    closing: ['同意人（签字、按手印）：　　　　　　　　　　', `　　${today.slice(0, 4)} 年　　月　　日`],
  };
}

const claimedOf = (found: CaseDetail) => found.months.filter(({ standing }) => standing === 'CLAIMED');

function monthTable(found: CaseDetail): LetterTable {
  return {
    columns: ['项目', '待遇', '所属月份', '原因', '金额（元）'],
    rows: [
      ...claimedOf(found).map(({ projectName, benefitName, period, reasonLabel, paidFen }) => [
        projectName,
        benefitName,
        printMonth(period),
        reasonLabel,
        printYuan(paidFen),
      ]),
      ['合计', '', '', '', printYuan(found.claimedFen)],
    ],
  };
}

const sumOf = (amountFen: Fen) => `${printYuan(amountFen)} 元（大写：人民币${printCapitals(amountFen)}）`;

function printDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
