import { Module, type DynamicModule } from '@nestjs/common';
import { AuditModule } from './audit/audit.module';
import { AuthModule } from './auth/auth.module';
import { FileStoreModule } from './file-store/file-store.module';
import { FoundationModule, type Foundation } from './foundation.module';

/** Every module of the product, in the order in which they may import each other. */
@Module({})
export class AppModule {
  static of(foundation: Foundation): DynamicModule {
    return {
      module: AppModule,
      imports: [FoundationModule.of(foundation), FileStoreModule, AuditModule, AuthModule],
    };
  }
}
