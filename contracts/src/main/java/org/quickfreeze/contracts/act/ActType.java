package org.quickfreeze.contracts.act;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** The acts of this version, and whose they are. */
public enum ActType implements Coded {
  SUBMIT("submit", Author.REQUESTER, ActBody.Submit.class),
  ACKNOWLEDGE("acknowledge", Author.REQUESTED, ActBody.Acknowledge.class),
  ACCEPT("accept", Author.REQUESTED, ActBody.Accept.class),
  REFUSE("refuse", Author.REQUESTED, ActBody.Refuse.class),
  CANNOT("cannot", Author.REQUESTED, ActBody.Cannot.class),
  CLARIFY("clarify", Author.REQUESTED, ActBody.Clarify.class),
  ANSWER("answer", Author.REQUESTER, ActBody.Answer.class),
  ORDER("order", Author.REQUESTED, ActBody.Order.class),
  WITHDRAW("withdraw", Author.REQUESTER, ActBody.Withdraw.class),
  CONFIRM_WITHDRAWAL("confirm-withdrawal", Author.REQUESTED, ActBody.ConfirmWithdrawal.class),
  RELEASE("release", Author.REQUESTER, ActBody.Release.class),
  FORWARD_RELEASE("forward-release", Author.REQUESTED, ActBody.ForwardRelease.class),
  CONFIRM_RELEASE("confirm-release", Author.REQUESTED, ActBody.ConfirmRelease.class),
  SECURED("secured", Author.REQUESTED, ActBody.Secured.class);

  private final String wire;
  private final Author author;
  private final Class<? extends ActBody> body;

  ActType(String wire, Author author, Class<? extends ActBody> body) {
    this.wire = wire;
    this.author = author;
    this.body = body;
  }

  /** The two sides of a request. */
  public enum Author {
    REQUESTER,
    REQUESTED
  }

  /** The word in the act. */
  @Override
  @JsonValue
  public String wire() {
    return wire;
  }

  /** Which side may sign it. */
  public Author author() {
    return author;
  }

  /** The record of its body. */
  public Class<? extends ActBody> body() {
    return body;
  }

  public static Optional<ActType> named(String wire) {
    return Arrays.stream(values()).filter(type -> type.wire.equals(wire)).findFirst();
  }
}
