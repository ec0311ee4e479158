package org.quickfreeze.backbone.quarkus;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.quickfreeze.backbone.log.Fact;

/** Puts a line's facts where the formats for machines and for people both find them. */
@LoggingFilter(name = "facts")
public final class FactFilter implements Filter {
  @Override
  public boolean isLoggable(LogRecord line) {
    Object[] parameters = line.getParameters();
    if (parameters != null && line instanceof ExtLogRecord extended) {
      for (Object parameter : parameters) {
        if (parameter instanceof Fact fact) {
          var _ = extended.putMdc(fact.key().wire(), fact.value().toString());
        }
      }
    }
    return true;
  }
}
