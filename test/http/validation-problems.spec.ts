import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { IsBusinessDate } from '../../src/calendar/business-date';
import { problemsOf } from '../../src/http/validation-problems';

class Part {
  @IsString() name: string;
}

class Demanding {
  @IsString() @Length(2, 5) name: string;
  @ValidateNested() @Type(() => Part) part: Part;
}

class Form {
  @IsOptional() @IsString() text?: string;
  @IsOptional() @IsInt() count2?: number;
  @IsOptional() @IsBoolean() flag?: boolean;
  @IsOptional() @Length(2, 5) code?: string;
  @IsOptional() @Matches(/^a$/) pattern?: string;
  @IsOptional() @IsIn(['CLERK', 'FINANCE']) role?: string;
  @IsOptional() @Min(1) @Max(12) month1?: number;
  @IsOptional() @IsISO8601() at?: string;
  @IsOptional() @IsBusinessDate() on?: string;
  @IsOptional() @IsArray() list?: string[];
  @IsOptional() @ArrayNotEmpty() @ArrayMaxSize(2) some?: string[];
  @IsOptional() @IsIn(['A'], { each: true }) each?: string[];
  @IsOptional() @IsObject() object?: object;
  @IsOptional() @ValidateNested() @Type(() => Part) part?: Part;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Part) parts?: Part[];
  @IsOptional() @IsEmail() mail?: string;
}

describe('What is wrong with a request', () => {
  it.each`
    field         | value              | problem
    ${'text'}     | ${7}               | ${'text：应为文字'}
    ${'count2'}   | ${1.5}             | ${'count2：应为整数'}
    ${'flag'}     | ${'yes'}           | ${'flag：应为 true 或 false'}
    ${'code'}     | ${'x'}             | ${'code：至少 2 个字符'}
    ${'code'}     | ${'xxxxxx'}        | ${'code：至多 5 个字符'}
    ${'code'}     | ${777}             | ${'code：长度应为 2 到 5 个字符'}
    ${'pattern'}  | ${'b'}             | ${'pattern：格式不对'}
    ${'role'}     | ${'BOSS'}          | ${'role：只能是 CLERK, FINANCE'}
    ${'month1'}   | ${0}               | ${'month1：不能小于 1'}
    ${'month1'}   | ${13}              | ${'month1：不能大于 12'}
    ${'at'}       | ${'soon'}          | ${'at：应为 2025-03-10 这样的日期'}
    ${'on'}       | ${'2025-02-30'}    | ${'on：应为 2025-03-10 这样的日期'}
    ${'list'}     | ${'x'}             | ${'list：应为列表'}
    ${'some'}     | ${[]}              | ${'some：至少要有一项'}
    ${'some'}     | ${['a', 'b', 'c']} | ${'some：最多 2 项'}
    ${'each'}     | ${['B']}           | ${'each：只能是 A'}
    ${'object'}   | ${'x'}             | ${'object：应为一组内容'}
    ${'part'}     | ${'x'}             | ${'part：应为一组内容'}
    ${'part'}     | ${{ name: 7 }}     | ${'part.name：应为文字'}
    ${'parts'}    | ${[{ name: 7 }]}   | ${'parts.0.name：应为文字'}
    ${'mail'}     | ${'x'}             | ${'mail：不符合要求'}
    ${'extra'}    | ${'x'}             | ${'extra：不认识的字段'}
    ${'身份证号'} | ${'x'}             | ${'身份证号：不认识的字段'}
  `('is said in Chinese: $problem', ({ field, value, problem }) => {
    const form = plainToInstance(Form, { [field]: value });
    const errors = validateSync(form, { whitelist: true, forbidNonWhitelisted: true });

    expect(errors.flatMap((error) => problemsOf(error))).toEqual([problem]);
  });

  it.each`
    body            | problems
    ${{}}           | ${['name：必须填写']}
    ${{ part: {} }} | ${['name：必须填写', 'part.name：必须填写']}
  `('names a missing field once: $problems', ({ body, problems }) => {
    const errors = validateSync(plainToInstance(Demanding, body));

    expect(errors.flatMap((error) => problemsOf(error))).toEqual(problems);
  });
});
