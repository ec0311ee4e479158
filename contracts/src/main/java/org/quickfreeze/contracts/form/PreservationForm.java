package org.quickfreeze.contracts.form;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to preserve, in the fields of the T-CY model form (T-CY(2018)11), named by meaning; its
 * numbers are mapping data. Members are nullable so that {@link
 * org.quickfreeze.contracts.rulebook.FormCheck} can name what is missing and the article that wants
 * it.
 */
public record PreservationForm(
    @Nullable LocalDate date,
    @Nullable String reference,
    @Nullable Status status,
    @Nullable Office requestedAuthority,
    @Nullable Office requestingAuthority,
    @Nullable Contact confirmationContact,
    @Nullable Office investigatingAuthority,
    @Nullable Urgency urgency,
    boolean confidential,
    @Nullable String proceedings,
    List<Offence> offences,
    @Nullable String facts,
    @Nullable String relation,
    @Nullable String necessity,
    @Nullable Custodian custodian,
    List<DataItem> items,
    boolean trafficDisclosureWanted,
    @Nullable Integer preservationDays,
    @Nullable MutualAssistance mutualAssistance,
    @Nullable String other,
    List<Attachment> attachments,
    boolean exercise) {
  public PreservationForm {
    offences = offences == null ? List.of() : List.copyOf(offences);
    items = items == null ? List.of() : List.copyOf(items);
    attachments = attachments == null ? List.of() : List.copyOf(attachments);
  }

  /**
   * New, or an extension of an earlier request.
   *
   * @param kind {@code new} or {@code extension}
   */
  public record Status(String kind, @Nullable String previous) {}

  /** An authority with its service addresses. */
  public record Office(
      @Nullable String organisation,
      @Nullable String personInCharge,
      @Nullable String address,
      @Nullable String telephone,
      @Nullable String mobile,
      @Nullable String email,
      @Nullable String fax,
      @Nullable String officeHours,
      @Nullable String timeZone,
      @Nullable String preferredAnswer) {}

  /** Who confirms that the request is genuine. */
  public record Contact(
      String name,
      @Nullable String jobTitle,
      @Nullable String function,
      String telephone,
      @Nullable String mobile,
      @Nullable String email) {}

  /**
   * How urgent, and why.
   *
   * @param level {@code EMERGENCY}, {@code URGENT} or {@code ROUTINE}
   * @param reasons codes of the form's tick-list
   * @param riskFacts what shows the risk to life or safety; needed for an emergency
   */
  public record Urgency(
      String level,
      List<String> reasons,
      @Nullable String riskFacts,
      @Nullable Instant answerWantedBy) {
    public Urgency {
      reasons = reasons == null ? List.of() : List.copyOf(reasons);
    }
  }

  /**
   * An offence.
   *
   * @param code article of the Convention, such as {@code BC-8}, or {@code other}
   * @param provision domestic provision
   */
  public record Offence(String code, @Nullable String provision, @Nullable String penalty) {}

  /** What identifies the custodian or the place of the system (BC 29(2)(d)). */
  public record Custodian(
      @Nullable String provider, @Nullable String name, @Nullable String location) {}

  /**
   * A document that goes with the request, by its hash.
   *
   * @param sha256 of its bytes, base64url without padding
   */
  public record Attachment(String name, String mediaType, String sha256) {}

  /** The intent to ask for the data (BC 29(2)(f)). */
  public record MutualAssistance(
      boolean intended, @Nullable LocalDate expectedBy, @Nullable String reference) {}
}
