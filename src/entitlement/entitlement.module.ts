import { Module } from '@nestjs/common';
import { DeductionService } from './deduction.service';
import { EntitlementService } from './entitlement.service';

@Module({
  providers: [DeductionService, EntitlementService],
  exports: [DeductionService, EntitlementService],
})
export class EntitlementModule {}
