import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { BatchModule } from '../batch/batch.module';
import { FileStoreModule } from '../file-store/file-store.module';
import { ControlFindingController } from './control-finding.controller';
import { ControlRuleController } from './control-rule.controller';
import { ControlRunController } from './control-run.controller';
import { FindingService } from './finding.service';
import { RuleSettingService } from './rule-setting.service';
import { ScreeningService } from './screening.service';
import { SubmissionScreening } from './submission-screening';

@Module({
  imports: [AuditModule, BatchModule, FileStoreModule],
  controllers: [ControlRuleController, ControlRunController, ControlFindingController],
  providers: [FindingService, RuleSettingService, ScreeningService, SubmissionScreening],
  exports: [ScreeningService],
})
export class ControlModule {}
