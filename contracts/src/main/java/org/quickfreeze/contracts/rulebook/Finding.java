package org.quickfreeze.contracts.rulebook;

/**
 * What is wrong with a form. It quotes nothing of the form.
 *
 * @param pointer RFC 6901, into the form
 * @param rule id in the rulebook, such as {@code BC-29-2-e}
 * @param article the provision, as it is cited, such as {@code BC 29(2)(e)}
 * @param message in English
 */
public record Finding(
    String pointer, String rule, String article, Severity severity, String message) {
  /** Whether it stops the form. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
