import { hash, verify } from '@node-rs/argon2';
import { PasswordTooWeak } from './auth.errors';

/** Defaults of the field (design, field facts, "Default parameters"). */
const MIN_LENGTH = 8;
const MAX_LENGTH = 128;
const MIN_CLASSES = 3;

/** What a password lacks, each as a Chinese phrase; empty when it is good. */
export function passwordProblems(password: string, username: string): string[] {
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((pattern) => pattern.test(password)).length;
  const problems: string[] = [];
  if (password.length < MIN_LENGTH) problems.push(`至少 ${MIN_LENGTH} 位`);
  // argon2 is deliberately slow; a megabyte of password must not keep it busy.
  if (password.length > MAX_LENGTH) problems.push(`至多 ${MAX_LENGTH} 位`);
  if (classes < MIN_CLASSES) problems.push('须含大写字母、小写字母、数字、符号中的三种');
  if (username !== '' && password.toLowerCase().includes(username.toLowerCase()))
    problems.push('不能包含用户名');
  return problems;
}

/** The argon2id hash of an acceptable password. Throws `PasswordTooWeak` naming all that is wrong with it. */
export async function hashPassword(password: string, username: string): Promise<string> {
  const problems = passwordProblems(password, username);
  if (problems.length > 0) throw new PasswordTooWeak(problems);
  return hash(password);
}

/** Whether the password is the one that was hashed. */
export function isPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password);
}
