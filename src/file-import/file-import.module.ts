import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { FileStoreModule } from '../file-store/file-store.module';
import { FileImportService } from './file-import.service';
import { ImportReader } from './import-reader';
import { ImportWork } from './import-work';

@Module({
  imports: [AuditModule, FileStoreModule],
  providers: [FileImportService, ImportReader, ImportWork],
  exports: [FileImportService, ImportReader, ImportWork],
})
export class FileImportModule {}
