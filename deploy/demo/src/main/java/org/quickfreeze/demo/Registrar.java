package org.quickfreeze.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.quickfreeze.contracts.Wire;

/**
 * Writes the register as it wants to be written: one proposes, a new key proves itself, another
 * approves and says how the owner was reached. Answers are given back as they came, whatever their
 * status.
 */
public final class Registrar {
  private static final int TRIES = 20;

  private final Addresses addresses;
  private final Supplier<String> first;
  private final Supplier<String> second;
  private String version = "0";

  public Registrar(Addresses addresses) {
    Tokens tokens = new Tokens(addresses.issuer());
    this.addresses = addresses;
    this.first = tokens.person("secretariat");
    this.second = tokens.person("secretariat-2");
  }

  /** Enters an entity; the answer to its approval, or to what was there before. */
  public Api.Answer enter(String collection, Map<String, ?> body) {
    return approved(Api.post(url("/" + collection), first.get(), body, known()));
  }

  /** Changes an entity of a version. */
  public Api.Answer change(String collection, String id, Object body, String etag) {
    Map<String, String> headers = new HashMap<>(known());
    headers.put("If-Match", etag);
    return approved(Api.put(url("/" + collection + "/" + id), first.get(), body, headers));
  }

  /**
   * Enters a key.
   *
   * @param proposer its owner, or the secretariat for an owner that has nobody who could
   */
  public Api.Answer key(String owner, String use, SampleKey key, Supplier<String> proposer) {
    Map<String, Object> body =
        Map.of("kid", key.kid(), "owner", owner, "use", use, "jwk", key.members());
    Api.Answer proposed = Api.post(url("/keys"), proposer.get(), body, known());
    if (proposed.status() != 202) {
      return noted(proposed);
    }
    String change = proposed.header("Location");
    JsonNode asked = Api.get(url(change), proposer.get()).expect(200).json().path("proof");
    String challenge = asked.path("challenge").asText();
    String proof =
        asked.path("how").asText().equals("open")
            ? key.open(challenge)
            : key.sign(
                "qf-key-proof+jws",
                Wire.mapper()
                    .valueToTree(
                        Map.of("challenge", challenge, "change", change.replace("/changes/", ""))));
    Api.post(url(change + "/proof"), proposer.get(), Map.of("proof", proof), Map.of()).expect(202);
    return approved(proposed);
  }

  /** Enters a key of an owner that has no callers. */
  public Api.Answer key(String owner, String use, SampleKey key) {
    return key(owner, use, key, first);
  }

  /**
   * Hands a list of ranges in and publishes it, whatever that ends; the answer to its publication,
   * or to what was there before.
   *
   * @param format {@code delegated} or {@code csv}
   * @param asOf such as {@code 2026-11-01}
   * @param holders by which id the list names a provider
   * @param lines whole lines, no more than a body takes
   */
  public Api.Answer ranges(
      String list, String format, String asOf, Map<String, String> holders, String lines) {
    Map<String, Object> reading =
        Map.of("list", list, "format", format, "asOf", asOf, "holders", holders);
    Api.Answer begun = Api.post(url("/range-lists"), first.get(), reading, known());
    if (begun.status() != 201) {
      return begun;
    }
    String where = url(begun.header("Location"));
    Api.put(where + "/parts/0", first.get(), lines, Map.of("Content-Type", "text/plain"))
        .expect(204);
    long ends = Api.get(where, second.get()).expect(200).json().path("ends").asLong();
    return Api.post(where + "/publication", second.get(), Map.of("ends", ends), Map.of());
  }

  /** Approves a proposal; what needed none, or was there before, stays as it was answered. */
  public Api.Answer approved(Api.Answer proposed) {
    return proposed.status() == 202
        ? noted(
            Api.post(
                url(proposed.header("Location") + "/approval"),
                second.get(),
                Map.of("confirmation", confirmation(proposed.header("Location"))),
                Map.of()))
        : noted(proposed);
  }

  private Map<String, Object> confirmation(String change) {
    JsonNode ways = Api.get(url(change), second.get()).expect(200).json().path("confirmBy");
    return ways.isEmpty()
        ? Map.of("instrument", "Sample register", "reached", "head of unit")
        : Map.of("channel", ways.get(0), "reached", "duty officer");
  }

  private Api.Answer noted(Api.Answer answer) {
    if (answer.status() < 300 && !answer.header("Directory-Version").isEmpty()) {
      version = answer.header("Directory-Version");
      awaitCopy();
    }
    return answer;
  }

  /** The register asks its own copy who is calling. */
  private void awaitCopy() {
    for (int i = 0; i < TRIES; i++) {
      // each call waits for a while itself
      if (Api.get(url("/parties"), first.get(), known()).status() == 200) {
        return;
      }
    }
    throw new IllegalStateException("the register's own copy is behind version " + version);
  }

  private Map<String, String> known() {
    return version.equals("0") ? Map.of() : Map.of("Directory-Version", version);
  }

  private String url(String path) {
    return addresses.registry() + path;
  }
}
