/** How somebody's proof of life stands (认证状态), as `verification_standing` says it; the one most in need of work first. */
export const STANDINGS = {
  FAILED: '认证不通过',
  NEVER: '未认证',
  OVERDUE: '已逾期',
  EXPIRING: '即将到期',
  VERIFIED: '已认证',
} as const;

export type Standing = keyof typeof STANDINGS;

/** The second of the usual reminders (60, 30, 7 days). Source: design, field facts, "Default parameters". */
export const EXPIRING_DAYS = 30;

/** 认证率 as offices publish it among their performance indicators: at least 95 of a hundred enrolled persons. */
export const TARGET_RATE_PERCENT = 95;

/** `97.50` for 39 of 40, rounded half up; null of nobody. Who is soon to expire is verified still. */
export function ratePercent(verifiedCount: number, enrolledCount: number): number | null {
  if (enrolledCount === 0) return null;
  return Math.floor((verifiedCount * 10_000) / enrolledCount + 0.5) / 100;
}
