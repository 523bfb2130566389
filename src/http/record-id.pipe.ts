import { Injectable, type PipeTransform } from '@nestjs/common';
import { NotFound } from '../errors/request.errors';

/** Nine digits: no office has more records, and no citizen ID, account or phone number typed by mistake passes. */
const RECORD_ID = /^\d{1,9}$/;

/** A record's number in an address. The refusal does not repeat what was typed, which may be somebody's citizen ID. */
@Injectable()
export class RecordId implements PipeTransform<string, number> {
  transform(text: string): number {
    if (!RECORD_ID.test(text)) throw new NotFound('地址中的记录', '');
    return Number(text);
  }
}
